namespace IsoApprox.Cli.Hosting;

/// <summary>Exit codes of the tool. They are part of its interface.</summary>
internal static class ExitCode
{
    /// <summary>The question was answered.</summary>
    internal const int Success = 0;

    /// <summary>A claim is violated, or a certificate was rejected.</summary>
    internal const int Rejected = 1;

    /// <summary>Bad input or usage; one line on stderr.</summary>
    internal const int BadInput = 2;

    /// <summary>The gap asked for with --gap was not reached.</summary>
    internal const int GapNotReached = 3;

    /// <summary>A defect of the tool itself (EX_SOFTWARE of sysexits.h).</summary>
    internal const int InternalError = 70;

    /// <summary>Cancelled by Ctrl-C; what is finished was printed.</summary>
    internal const int Cancelled = 130;
}
