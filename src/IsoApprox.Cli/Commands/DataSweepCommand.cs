using System.CommandLine;
using IsoApprox.Cli.Options;
using IsoApprox.Embeddings;

namespace IsoApprox.Cli.Commands;

/// <summary>A sweep over random instances and, when X is given, over labelled data that can be trained on; over seeds; with a small grid.</summary>
internal abstract class DataSweepCommand : SweepCommand
{
    private readonly Argument<string?> _file = new("X") { Arity = ArgumentArity.ZeroOrOne };
    private readonly LabelOptions _labels = new();
    private readonly Option<int?> _seeds = SeedsOption("number of seeds, from --seed on [default: 1]");
    private readonly Option<bool> _quick = new("--quick");

    /// <summary>A study; the constructor of the study ends with <see cref="AddOptions"/>.</summary>
    protected DataSweepCommand(string name, string description, string data, string quick, params string[] examples)
        : base(name, description, examples)
    {
        _file.Description = $"optional: {data}";
        _quick.Description = quick;
    }

    /// <summary>Adds the options of the study, then those of all studies.</summary>
    protected void AddOptions(params Option[] own)
    {
        Arguments.Add(_file);
        Array.ForEach([.. own, _seeds, _quick], Options.Add);
        _labels.AddTo(this);
        AddSweepOptions();
    }

    /// <summary>Runs the study.</summary>
    /// <returns>The exit code of a run that was not cancelled.</returns>
    protected abstract int Run(VerbRun run, DataSweepOptions options);

    protected sealed override int Run(VerbRun run, SweepOptions options)
    {
        var file = run.Parse.GetValue(_file);
        var data = file is null ? null : StudyData.RequireTrainable(file, _labels.Read(run, file));
        SetData(run, file, data);
        var name = Path.GetFileNameWithoutExtension(file) ?? "";
        return Run(run, new DataSweepOptions(options, SeedsOf(run, _seeds, 1), run.Parse.GetValue(_quick), data, name));
    }
}

/// <summary>What a sweep over data is run with.</summary>
/// <param name="Sweep">Folder, part, jobs.</param>
/// <param name="Seeds">Number of seeds, at least 1.</param>
/// <param name="Quick">The small grid.</param>
/// <param name="Data">The data; null for none.</param>
/// <param name="DataName">Name of the data's file without folder and extension; empty for none.</param>
internal sealed record DataSweepOptions(SweepOptions Sweep, int Seeds, bool Quick, Embedding? Data, string DataName);
