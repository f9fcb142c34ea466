/// The workflow that `init` writes: that of the release, as `.github/workflows/gitops-bot.yml` has it.
enum SetupWorkflow {
  static let path = ".github/workflows/gitops-bot.yml"

  static let text = #"""
    # Copy this file into a template. A repository that is made from it then proposes its own set-up
    # with its first push, and every later change by the schedule or by hand.
    # Each release has it with the commit of that release behind "uses"; here it is a row of zeros.
    name: gitops-bot

    on:
      # The first push of a repository; the condition of the job leaves out all others.
      push:
        branches: [main, master]
      schedule:
        - cron: "17 5 * * *"
        # Weekly, whatever the marks of earlier runs say.
        - cron: "23 6 * * 0"
      workflow_dispatch:
        inputs:
          name:
            description: The project's name
          domain:
            description: The domain, such as acme.io
          email:
            description: The address for certificates and alerts
          value:
            description: One more value, such as cluster.region=nyc3
          command:
            description: What to do
            type: choice
            options: [run, plan, undo]
            default: run
          dry-run:
            description: Show everything, push nothing
            type: boolean
            default: false

    permissions: {}

    concurrency:
      group: gitops-bot
      cancel-in-progress: false

    jobs:
      propose:
        name: Propose
        # In the repository of gitops-bot itself the file is only kept.
        if: >-
          !endsWith(github.repository, '/gitops-bot') &&
          !github.event.repository.is_template &&
          (github.event_name != 'push' ||
          (github.event.created && github.ref_name == github.event.repository.default_branch))
        runs-on: ubuntu-24.04
        timeout-minutes: 15
        permissions:
          contents: write # pushes the branch of the proposal
          issues: write # says which values are missing
          pull-requests: write # opens the pull request
        steps:
          # No checkout: the bot clones what it needs, with all of its history.
          - uses: gitops-bot/gitops-bot@0000000000000000000000000000000000000000 # v0.0.0
            with:
              command: ${{ inputs.command || 'run' }}
              dry-run: ${{ inputs.dry-run || 'false' }}
              recheck: ${{ github.event.schedule == '23 6 * * 0' || 'false' }}
              missing-values: ${{ github.event_name == 'workflow_dispatch' && 'fail' || 'issue' }}
              values: ${{ inputs.value }}
            env:
              # Variables: Settings, Secrets and variables, Actions, Variables.
              GITOPS_BOT_VALUE_PROJECT_NAME: ${{ inputs.name || vars.GITOPS_BOT_VALUE_PROJECT_NAME }}
              GITOPS_BOT_VALUE_PROJECT_DOMAIN: ${{ inputs.domain || vars.GITOPS_BOT_VALUE_PROJECT_DOMAIN }}
              GITOPS_BOT_VALUE_PROJECT_EMAIL: ${{ inputs.email || vars.GITOPS_BOT_VALUE_PROJECT_EMAIL }}
              GITOPS_BOT_VALUE_CLUSTER_REGION: ${{ vars.GITOPS_BOT_VALUE_CLUSTER_REGION }}
              GITOPS_BOT_VALUE_CLUSTER_NODE_SIZE: ${{ vars.GITOPS_BOT_VALUE_CLUSTER_NODE_SIZE }}
              GITOPS_BOT_VALUE_CLUSTER_NODE_COUNT: ${{ vars.GITOPS_BOT_VALUE_CLUSTER_NODE_COUNT }}
    """# + "\n"
}
