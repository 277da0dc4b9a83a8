namespace IsoApprox.Cli.Commands;

/// <summary>x</summary>
internal sealed class PaperCommand : VerbCommand
{
    internal PaperCommand() : base("paper", "x", "isoapprox paper") => Common.AddTo(this);
    protected override int Run(VerbRun run) => 0;
}
