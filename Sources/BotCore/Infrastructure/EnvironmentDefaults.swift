/// What an environment's name says about applications that do not say it themselves.
struct EnvironmentDefaults {
  var profile = "small"
  var replicas = 1
  var expectsHighAvailability = false

  init(for environment: String) {
    guard environment == "production" else { return }
    (profile, replicas, expectsHighAvailability) = ("large", 2, true)
  }
}
