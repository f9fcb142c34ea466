/// Things that are too large, too deep or too many: refused by name before they cost anything.
extension Attack {
  static let sizes: [Attack] = [
    Attack(
      .author, "size of a release's tree", "10^10 names in 11 objects",
      .refused(1, "2,000,000 files and folders")
    ) { site in
      var inner = try await site.object("blob", Array("x".utf8), in: site.template)
      for level in 0..<10 {
        let mode = level == 0 ? "100644" : "40000"
        inner = try await site.tree((0..<10).map { (mode, "d\($0)", inner) })
      }
      try await site.releaseTree([("40000", Array("zz".utf8), inner)])
    },
    Attack(
      .author, "depth of a release's tree", "9,000 folders", .refused(1, "128 folders")
    ) { site in
      var inner = try await site.object("blob", Array("x".utf8), in: site.template)
      for level in 0..<9000 {
        inner = try await site.tree([(level == 0 ? "100644" : "40000", "d", inner)])
      }
      try await site.releaseTree([("40000", Array("zz".utf8), inner)])
    },
  ]
}
