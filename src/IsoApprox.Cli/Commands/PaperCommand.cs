using System.CommandLine;

namespace IsoApprox.Cli.Commands;

internal sealed class PaperCommand : VerbCommand
{
    internal PaperCommand() : base("paper", "x", "isoapprox paper") => Common.AddTo(this);
    protected override int Run(VerbRun run) => 0;
}
