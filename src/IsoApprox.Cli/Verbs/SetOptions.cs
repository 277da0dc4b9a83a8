using System.CommandLine;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Cli.Verbs;

/// <summary>Which set of ideal embeddings takes the place of F_TS, and what it needs.</summary>
internal sealed class SetOptions
{
    private static readonly string[] Names = ["ts", "ladder", "contrastive", "sphere"];

    private readonly Option<string?> _set = new("--set")
    {
        HelpName = "ts|ladder|contrastive|sphere",
        Description =
            "set of ideal embeddings: Triplet-Separated, ladder levels, distance thresholds, or Triplet-Separated on the unit sphere "
                + "[default: ts]",
    };

    private readonly LevelsOption _levels = new("ladder");

    private readonly Option<double?> _within =
        NumberOption.NonNegative("--within", "a", "contrastive: largest distance within a class", zeroAllowed: true);
    private readonly Option<double?> _beyond =
        NumberOption.NonNegative("--beyond", "b", "contrastive: smallest distance between classes", zeroAllowed: true);

    private readonly Option<double?> _floor = NumberOption.NonNegative(
        "--floor", "b", "ts, ladder: least distance between points of different classes, which keeps collapsed embeddings out [default: 0]",
        zeroAllowed: true);

    internal SetOptions() => _set.Validators.Add(result =>
    {
        var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (!Names.Contains(text))
        {
            result.AddError($"--set: '{text}' is none of {string.Join(", ", Names)}.");
        }
    });

    internal void AddTo(Command command)
    {
        command.Options.Add(_set);
        _levels.AddTo(command);
        command.Options.Add(_within);
        command.Options.Add(_beyond);
        command.Options.Add(_floor);
    }

    /// <summary>The set in the words of a formula: F_TS, or "the ladder set", with its floor.</summary>
    internal static string Words(IdealSet set) =>
        (set.Name == Names[0] ? "F_TS" : $"the {set.Name} set")
            + (Floor(set) > 0 ? $" with classes at least {NumberText.Of(set.Beyond)} apart" : "");

    /// <summary>True for F_TS without a floor.</summary>
    internal bool IsPlain(ParseResult parse) => Name(parse) == Names[0] && !(parse.GetValue(_floor) > 0);

    /// <summary>The floor of a set of comparisons; 0 where there is none.</summary>
    internal static double Floor(IdealSet set) => set.HasComparisons ? set.Beyond : 0;

    /// <summary>The name that --set gives; ts by default.</summary>
    internal string Name(ParseResult parse) => parse.GetValue(_set) ?? Names[0];

    /// <summary>The column of X that holds the groups of a ladder; null when there is none.</summary>
    internal string? Column(ParseResult parse, string file) => _levels.Column(parse, file);

    /// <summary>Checks the options against each other, before anything is read.</summary>
    /// <exception cref="UsageException">An option that the set needs is missing, one is given that it does not take, or the file of the
    /// levels does not exist.</exception>
    internal void RequireComplete(ParseResult parse, double margin)
    {
        var name = Name(parse);
        var (levels, within, beyond) = (_levels.Given(parse), parse.GetValue(_within), parse.GetValue(_beyond));
        if ((levels is not null) != (name == "ladder"))
        {
            throw new UsageException(levels is null
                ? "--set ladder: the groups are missing; give --levels, a file with one group for each row or a column of X"
                : $"--levels {levels}: only the ladder set has levels; add --set ladder");
        }

        if (name == "contrastive" && margin > 0)
        {
            throw new UsageException($"--margin {margin:R}: the contrastive set has thresholds instead of a margin; leave it out");
        }

        if (parse.GetValue(_floor) is { } floor and > 0 && name is "contrastive" or "sphere")
        {
            throw new UsageException(
                FormattableString.Invariant($"--floor {floor:R}: not with --set {name}, ")
                    + (name == "contrastive" ? "whose --beyond is that distance" : "where every norm is 1 and nothing can grow")
                    + "; leave it out, or use --set ts or ladder");
        }

        _levels.RequireFile(parse);
        if (name == "contrastive" ? within is null || beyond is null : within is not null || beyond is not null)
        {
            throw new UsageException(name == "contrastive"
                ? "--set contrastive: a threshold is missing; give --within a and --beyond b"
                : "--within and --beyond: only the contrastive set has thresholds; add --set contrastive");
        }
    }

    /// <summary>The set, after <see cref="RequireComplete"/>.</summary>
    internal IdealSet Read(VerbRun run, Embedding f, string file, double margin = 0)
    {
        var set = WithoutFloor(run, f, file, margin);
        return run.Parse.GetValue(_floor) is { } floor and > 0 ? set.AtLeastApart(floor) : set;
    }

    private IdealSet WithoutFloor(VerbRun run, Embedding f, string file, double margin) => Name(run.Parse) switch
    {
        "ladder" => IdealSet.Ladder(_levels.Read(run, f, file), margin),
        "contrastive" => IdealSet.Contrastive(run.Parse.GetValue(_within)!.Value, run.Parse.GetValue(_beyond)!.Value),
        "sphere" => IdealSet.Sphere(margin),
        _ => IdealSet.TripletSeparated(margin),
    };
}
