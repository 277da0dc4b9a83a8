using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Embeddings;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Cli.Commands;

/// <summary>A study that is a sweep over many runs: rows and figures in a folder, parts for several processes, a Slurm script, progress with the time
/// left.</summary>
internal abstract class SweepCommand : VerbCommand
{
    private const int LargestSeeds = 10_000;
    private readonly string _defaultFolder;

    private readonly Option<int?> _jobs = NumberOption.Integer("--jobs", "k", "runs at the same time [default: all cores]", 1);

    private readonly Option<string?> _shard = new("--shard")
    {
        HelpName = "i/k",
        Description = "compute part i of k only, for several processes that share the folder; figures are written by the call without --shard",
    };

    private readonly Option<int?> _slurm =
        NumberOption.Integer("--slurm", "k", "compute nothing: print a Slurm array job of k tasks that runs this command in parts", 1);

    protected SweepCommand(string name, string description, params string[] examples)
        : base(name, description, examples)
    {
        _defaultFolder = $"study-out/{name}";
        Common.OutIsResultFile = false;
        Common.Out.HelpName = "folder";
        Common.Out.Description = $"folder for rows and figures; finished runs in it are not repeated [default: {_defaultFolder}]";
    }

    protected override string ResultName => "study-" + Name;

    /// <summary>Adds the options of all sweeps; called last by the constructors.</summary>
    protected void AddSweepOptions()
    {
        Options.Add(_jobs);
        Options.Add(_shard);
        Options.Add(_slurm);
        Common.AddTo(this);
    }

    /// <summary>Runs the study.</summary>
    /// <returns>The exit code of a run that was not cancelled.</returns>
    protected abstract int Run(VerbRun run, SweepOptions options);

    protected sealed override int Run(VerbRun run)
    {
        var shard = run.Parse.GetValue(_shard) is { } text ? Shard.Parse(text) : Shard.Whole;
        if (run.Parse.GetValue(_slurm) is { } tasks)
        {
            return PrintScript(run, shard, tasks);
        }

        return Run(run, new SweepOptions(OutputFolder(run, _defaultFolder), shard, run.Parse.GetValue(_jobs) ?? run.Threads));
    }

    /// <summary>The option for the number of seeds.</summary>
    protected static Option<int?> SeedsOption(string description) => NumberOption.Integer("--seeds", "k", description, 1, LargestSeeds);

    /// <summary>The number of seeds, all of which must be integers.</summary>
    /// <exception cref="UsageException">The last seed is beyond the largest integer.</exception>
    protected static int SeedsOf(VerbRun run, Option<int?> option, int fallback)
    {
        var seeds = run.Parse.GetValue(option) ?? fallback;
        return (long)run.Seed + seeds - 1 <= int.MaxValue
            ? seeds
            : throw new UsageException($"--seeds {seeds}: from --seed {run.Seed} on they go beyond {int.MaxValue}; give a smaller --seed");
    }

    /// <summary>Runs a sweep with a line that says how far it is.</summary>
    protected T WithProgress<T>(VerbRun run, Func<IProgress<StudyProgress>?, T> work) => ProgressDisplay.RunWithStatus(
        run.Error, run.ShowProgress, $"study {Name}", line => work(line is null ? null : new Lines($"study {Name}", line)));

    /// <summary>Notes the data in the result; null when the study has none.</summary>
    protected static void SetData(VerbRun run, string? file, Embedding? data)
    {
        run.Result["input"] = null;
        if (file is not null && data is not null)
        {
            run.SetInput(file, data);
        }
    }

    /// <summary>Fills the fields that all sweeps have, and says what was written.</summary>
    protected static void FillSweep(VerbRun run, int total, int finished, int computed, IReadOnlyList<string> files, RowRepairs repairs)
    {
        run.Result["runs"] = total;
        run.Result["finished"] = finished;
        run.Result["computed"] = computed;
        run.Result["dropped"] = repairs.Dropped;
        run.Result["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]);
        run.Report.Line($"{finished} of {total} runs finished, {computed} of them now");
        if (files.Count > 0)
        {
            run.Report.Line($"written: {string.Join(", ", files.Select(Path.GetFileName))} in {Path.GetDirectoryName(files[^1])}");
        }

        foreach (var remark in repairs.Remarks)
        {
            run.Result.Note(remark);
        }

        if (finished < total)
        {
            run.Result.Note($"{total - finished} runs are missing; the same command continues");
        }
    }

    private int PrintScript(VerbRun run, Shard shard, int tasks)
    {
        if (shard != Shard.Whole)
        {
            throw new UsageException("--slurm: the script gives each task its own --shard; leave --shard out");
        }

        var jobs = run.Parse.GetValue(_jobs) ?? run.Threads ?? 1;
        var script = SlurmScript.Write([.. Words(run.Parse)], tasks, jobs);
        run.Result["input"] = null;
        run.Result["script"] = script;
        foreach (var line in script.TrimEnd('\n').Split('\n'))
        {
            run.Report.Line(line);
        }

        return ExitCode.Success;
    }

    // The command line as it was given, without what belongs to this call alone.
    private IEnumerable<string> Words(ParseResult parse)
    {
        string[] withValue = [_slurm.Name, _jobs.Name, Common.Threads.Name];
        string[] alone = [Common.Json.Name, Common.Quiet.Name];
        var tokens = parse.Tokens.Select(token => token.Value).ToArray();
        for (var k = 0; k < tokens.Length; k++)
        {
            if (withValue.Contains(tokens[k]))
            {
                k++;
            }
            else if (!alone.Contains(tokens[k]))
            {
                yield return tokens[k];
            }
        }
    }

    private sealed class Lines(string title, IProgress<string> target) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => target.Report(string.Create(
            CultureInfo.InvariantCulture, $"{title}: {value.Finished} of {value.Total} runs{(value.Remaining is { } time ? Left(time) : "")}"));

        private static string Left(TimeSpan time) => time.TotalSeconds < 90
            ? string.Create(CultureInfo.InvariantCulture, $", about {Math.Ceiling(time.TotalSeconds)} s left")
            : string.Create(CultureInfo.InvariantCulture, $", about {Math.Ceiling(time.TotalMinutes)} min left");
    }
}

/// <summary>Where and what part of a sweep is computed.</summary>
/// <param name="Folder">Folder for rows and figures.</param>
/// <param name="Shard">The part.</param>
/// <param name="Jobs">Runs at the same time; null for all cores.</param>
internal sealed record SweepOptions(string Folder, Shard Shard, int? Jobs);
