extension String {
  /// The text on one line, in which no forge and no log finds anything to act on; at most 400 scalars of
  /// it.
  public var inertLine: String { InertText.line(self, most: 400) }

  /// The same as Markdown that shows the text as it is.
  public var inertMarkdown: String { Markdown.prose(self) }
}
