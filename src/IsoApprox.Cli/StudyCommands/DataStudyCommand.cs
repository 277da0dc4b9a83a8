using System.CommandLine;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Verbs;
using IsoApprox.Embeddings;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Cli.StudyCommands;

/// <summary>
/// A study of random instances and, when X is given, of labelled data that can be trained on; over seeds; with a small grid.
/// </summary>
internal abstract class DataStudyCommand<TSettings, TRow> : StudyCommand<TSettings, TRow>
    where TSettings : StudySettings
    where TRow : class, IStudyRow
{
    private readonly Argument<string?> _file = new("X") { Arity = ArgumentArity.ZeroOrOne };
    private readonly LabelOptions _labels = new();
    private readonly string _quick;

    /// <summary>A study; its constructor binds the options of its own and ends with <see cref="AddSharedOptions"/>.</summary>
    /// <param name="study">The study.</param>
    /// <param name="description">What it does.</param>
    /// <param name="data">What X is.</param>
    /// <param name="quick">What the small grid is.</param>
    /// <param name="examples">Command lines.</param>
    protected DataStudyCommand(Study<TSettings, TRow> study, string description, string data, string quick, params string[] examples)
        : base(study, description, examples)
    {
        _file.Description = $"optional: {data}";
        _quick = quick;
        Arguments.Add(_file);
    }

    /// <summary>Adds the options that all studies of this kind have.</summary>
    protected void AddSharedOptions()
    {
        BindSeeds("number of seeds, from --seed on [default: 1]");
        BindFlag(new Option<bool>("--quick") { Description = _quick }, settings => settings with { Quick = true });
        _labels.AddTo(this);
        AddStudyOptions();
    }

    protected sealed override string? DataFile(ParseResult parse) => parse.GetValue(_file);

    protected sealed override Embedding ReadData(VerbRun run, string file) =>
        StudyData.RequireTrainable(file, _labels.Read(run, file));
}
