using System.CommandLine;

namespace IsoApprox.Cli.Options;

/// <summary>The options every verb has.</summary>
internal sealed class RunOptions
{
    internal Option<bool> Json { get; } = new("--json") { Description = "print one JSON object on stdout and nothing else" };

    internal Option<int?> Seed { get; } = NumberOption.Integer("--seed", "s", "seed of everything random [default: 1]", int.MinValue);

    internal Option<int?> Threads { get; } = NumberOption.Integer("--threads", "k", "processor cores to use [default: all]", 1);

    internal Option<double?> TimeLimit { get; } = NumberOption.NonNegative(
        "--time-limit", "seconds", "stop after this time and print the best so far [default: none]", zeroAllowed: false);

    internal Option<bool> Quiet { get; } = new("--quiet") { Description = "no progress display" };

    /// <summary>Where results go.</summary>
    internal Option<string?> Out { get; } = FileName.Option("--out", "file", "also write the JSON result to this file");

    /// <summary>
    /// True when --out is a file for the JSON result; a verb that writes something else there sets it to false and describes it.
    /// </summary>
    internal bool OutIsResultFile { get; set; } = true;

    internal void AddTo(Command command)
    {
        command.Options.Add(Out);
        command.Options.Add(Seed);
        command.Options.Add(Threads);
        command.Options.Add(TimeLimit);
        command.Options.Add(Json);
        command.Options.Add(Quiet);
    }
}
