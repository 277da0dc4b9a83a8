namespace IsoApprox.Cli.Hosting;

/// <summary>The command line asks for something impossible. The message is one line: what, where, what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);
