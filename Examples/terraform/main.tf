# Runs gitops-bot after an apply that changed the cluster. Only Terraform's built-in provider is used;
# put your cluster's resource in the place of terraform_data.cluster.

terraform {
  required_version = ">= 1.4"
}

variable "repository" {
  description = "The GitOps repository: a URL, or a local repository."
  type        = string
}

variable "gitops_bot" {
  description = "The program."
  type        = string
  default     = "gitops-bot"
}

variable "environment" {
  description = "The environment of infrastructure.config.json that this cluster is."
  type        = string
  default     = "production"
}

variable "region" {
  type    = string
  default = "fra1"
}

variable "node_size" {
  type    = string
  default = "s-4vcpu-8gb"
}

variable "node_count" {
  type    = number
  default = 3
}

resource "terraform_data" "cluster" {
  input = {
    region     = var.region
    node_size  = var.node_size
    node_count = var.node_count
  }
}

locals {
  # In the form of `terraform output -json`, which cannot be run while an apply holds the state.
  facts = jsonencode({
    cluster_region     = { sensitive = false, type = "string", value = terraform_data.cluster.output.region }
    cluster_node_size  = { sensitive = false, type = "string", value = terraform_data.cluster.output.node_size }
    cluster_node_count = { sensitive = false, type = "number", value = terraform_data.cluster.output.node_count }
  })
}

resource "terraform_data" "gitops_bot" {
  triggers_replace = [local.facts]

  provisioner "local-exec" {
    command = "printf '%s' \"$FACTS\" | \"$GITOPS_BOT\" run \"$REPOSITORY\" --environment \"$ENVIRONMENT\" --terraform-output -"
    environment = {
      FACTS       = local.facts
      GITOPS_BOT  = var.gitops_bot
      REPOSITORY  = var.repository
      ENVIRONMENT = var.environment
    }
  }
}

output "cluster_region" {
  value = terraform_data.cluster.output.region
}

output "cluster_node_size" {
  value = terraform_data.cluster.output.node_size
}

output "cluster_node_count" {
  value = terraform_data.cluster.output.node_count
}
