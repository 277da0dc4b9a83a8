using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Embeddings;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Cli.StudyCommands;

/// <summary>
/// A study as a subcommand: each of its options is bound to one property of its settings; rows and figures in a folder, parts for several
/// processes, a Slurm script, progress with the time left.
/// </summary>
internal abstract class StudyCommand<TSettings, TRow> : VerbCommand
    where TSettings : StudySettings
    where TRow : class, IStudyRow
{
    private const int LargestSeeds = 10_000;
    private readonly Study<TSettings, TRow> _study;
    private readonly string _defaultFolder;
    private readonly List<Func<ParseResult, TSettings, TSettings>> _bindings = [];

    private readonly Option<int?> _jobs = NumberOption.Integer("--jobs", "k", "runs at the same time [default: all cores]", 1);

    private readonly Option<string?> _shard = new("--shard")
    {
        HelpName = "i/k",
        Description =
            "compute part i of k only, for several processes that share the folder; figures are written by the call without --shard",
    };

    private readonly Option<int?> _slurm =
        NumberOption.Integer("--slurm", "k", "compute nothing: print a Slurm array job of k tasks that runs this command in parts", 1);

    /// <summary>A study; its constructor binds the options of its own and ends with <see cref="AddStudyOptions"/>.</summary>
    protected StudyCommand(Study<TSettings, TRow> study, string description, params string[] examples)
        : base(study.Name, description, examples)
    {
        _study = study;
        _defaultFolder = $"study-out/{study.Name}";
        Common.OutIsResultFile = false;
        Common.Out.HelpName = "folder";
        Common.Out.Description = $"folder for rows and figures; finished runs in it are not repeated [default: {_defaultFolder}]";
    }

    protected override string ResultName => "study-" + Name;

    /// <summary>The settings before any option is looked at.</summary>
    protected abstract TSettings NewSettings(string folder);

    /// <summary>File with the data of the study; null for none.</summary>
    protected abstract string? DataFile(ParseResult parse);

    /// <summary>Reads that file and refuses data that the study can do nothing with.</summary>
    protected abstract Embedding ReadData(VerbRun run, string file);

    /// <summary>Adds an option whose value, when it is given, becomes part of the settings.</summary>
    protected void Bind<T>(Option<T?> option, Func<TSettings, T, TSettings> set)
        where T : struct
    {
        Options.Add(option);
        _bindings.Add((parse, settings) => parse.GetValue(option) is { } value ? set(settings, value) : settings);
    }

    /// <inheritdoc cref="Bind{T}"/>
    protected void BindText(Option<string?> option, Func<TSettings, string, TSettings> set)
    {
        Options.Add(option);
        _bindings.Add((parse, settings) => parse.GetValue(option) is { } value ? set(settings, value) : settings);
    }

    /// <summary>Adds an option without a value that changes the settings when it is given.</summary>
    protected void BindFlag(Option<bool> option, Func<TSettings, TSettings> set)
    {
        Options.Add(option);
        _bindings.Add((parse, settings) => parse.GetValue(option) ? set(settings) : settings);
    }

    /// <summary>Adds the option for the number of seeds.</summary>
    protected void BindSeeds(string description) => Bind(
        NumberOption.Integer("--seeds", "k", description, 1, LargestSeeds), (settings, seeds) => settings with { Seeds = seeds });

    /// <summary>Adds the options of all studies.</summary>
    protected void AddStudyOptions()
    {
        Options.Add(_jobs);
        Options.Add(_shard);
        Options.Add(_slurm);
        Common.AddTo(this);
    }

    protected sealed override int Run(VerbRun run)
    {
        var shard = run.Parse.GetValue(_shard) is { } text ? Shard.Parse(text) : Shard.Whole;
        if (run.Parse.GetValue(_slurm) is { } tasks)
        {
            return PrintScript(run, shard, tasks);
        }

        var settings = NewSettings(OutputFolder(run, _defaultFolder));
        settings = settings with { Seed = run.Seed, Shard = shard, Jobs = run.Parse.GetValue(_jobs) ?? run.Threads };
        run.Result["input"] = null;
        if (DataFile(run.Parse) is { } file)
        {
            var data = ReadData(run, file);
            run.SetInput(file, data);
            settings = settings with { Data = data, DataName = Path.GetFileNameWithoutExtension(file) };
        }

        settings = _bindings.Aggregate(settings, (bound, bind) => bind(run.Parse, bound));
        Show(run, WithProgress(run, progress => _study.Run(settings, progress, run.Cancellation)));
        return ExitCode.Success;
    }

    private static void Show(VerbRun run, StudyResult<TRow> result)
    {
        foreach (var (name, value) in result.Summary.Fields)
        {
            run.Result[name] = value;
        }

        foreach (var table in result.Summary.Tables)
        {
            run.Report.Table(table.Title, table.Heads, table.Rows);
        }

        var (files, missing) = (result.Files, result.Total - result.Finished);
        run.Result["runs"] = result.Total;
        run.Result["finished"] = result.Finished;
        run.Result["computed"] = result.Computed;
        run.Result["dropped"] = result.Repairs.Dropped;
        run.Result["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]);
        run.Report.Line($"{result.Finished} of {result.Total} runs finished, {result.Computed} of them now");
        if (files.Count > 0)
        {
            run.Report.Line($"written: {string.Join(", ", files.Select(Path.GetFileName))} in {Path.GetDirectoryName(files[^1])}");
        }

        foreach (var remark in result.Repairs.Remarks)
        {
            run.Result.Note(remark);
        }

        if (missing > 0)
        {
            run.Result.Note($"{missing} runs are missing; the same command continues");
        }
    }

    /// <summary>Runs the study with a line that says how far it is.</summary>
    private StudyResult<TRow> WithProgress(VerbRun run, Func<IProgress<StudyProgress>?, StudyResult<TRow>> work) =>
        ProgressDisplay.RunWithStatus(
            run.Error, run.ShowProgress, $"study {Name}", line => work(line is null ? null : new Lines($"study {Name}", line)));

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
            CultureInfo.InvariantCulture,
            $"{title}: {value.Finished} of {value.Total} runs{(value.Remaining is { } time ? Left(time) : "")}"));

        private static string Left(TimeSpan time) => time.TotalSeconds < 90
            ? string.Create(CultureInfo.InvariantCulture, $", about {Math.Ceiling(time.TotalSeconds)} s left")
            : string.Create(CultureInfo.InvariantCulture, $", about {Math.Ceiling(time.TotalMinutes)} min left");
    }
}
