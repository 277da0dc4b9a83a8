namespace IsoApprox.Cli.Hosting;

/// <summary>Exit codes of the tool. They are part of its interface.</summary>
internal static class ExitCode
{
    /// <summary>The question was answered.</summary>
    internal const int Success = 0;

    /// <summary>A certificate was rejected, a claim is refuted, or one that is proved is violated (a defect).</summary>
    internal const int Rejected = 1;

    /// <summary>Bad input or usage; one line on stderr.</summary>
    internal const int BadInput = 2;

    /// <summary>The gap asked for with --gap was not reached.</summary>
    internal const int GapNotReached = 3;

    /// <summary>A defect of the tool itself (EX_SOFTWARE of sysexits.h).</summary>
    internal const int InternalError = 70;

    /// <summary>A result could not be written: disk full, broken device (EX_IOERR of sysexits.h).</summary>
    internal const int OutputFailed = 74;

    /// <summary>Cancelled by Ctrl-C; what is finished was printed.</summary>
    internal const int Cancelled = 130;
}
