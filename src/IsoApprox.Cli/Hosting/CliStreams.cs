namespace IsoApprox.Cli.Hosting;

/// <summary>The streams of one run. Tests give their own.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Error lines and progress.</param>
/// <param name="OutputIsPiped">True when stdout is not a terminal.</param>
/// <param name="ErrorIsPiped">True when stderr is not a terminal; then there is no progress display.</param>
internal sealed record CliStreams(TextWriter Output, TextWriter Error, bool OutputIsPiped, bool ErrorIsPiped);
