using System.CommandLine;

namespace IsoApprox.Cli.StudyCommands;

/// <summary>The studies, one subcommand each.</summary>
internal sealed class StudiesCommand : Command
{
    internal StudiesCommand()
        : base("study", "Seeded sweeps over many instances: one JSON line per run, resumed when called again, with figures.")
    {
        Subcommands.Add(new CollapseStudyCommand());
        Subcommands.Add(new ContrastiveStudyCommand());
        Subcommands.Add(new MarginStudyCommand());
        Subcommands.Add(new TrainingStudyCommand());
        Subcommands.Add(new MergeCommand());
    }
}
