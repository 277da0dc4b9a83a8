using System.CommandLine;
using System.Text.Json.Nodes;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Studies.Watching;

namespace IsoApprox.Cli.Commands;

/// <summary>A live monitor: the health of each snapshot of a training, and a line when collapse begins.</summary>
internal sealed class WatchCommand : VerbCommand
{
    private readonly Argument<string> _folder = FileName.Argument(
        "FOLDER", "where step_000100.npy (with step_000100.labels.npy or labels.npy) or step_000100.npz (X, y, step, loss) appear");

    private readonly Option<double?> _margin = NumberOption.NonNegative(
        "--margin", "a", "margin alpha of the training loss [default: not known]", zeroAllowed: true);

    private readonly Option<bool> _soft = new("--soft") { Description = "the loss is a soft margin, log(1 + exp(..)): stuck means ln 2" };
    private readonly Option<double?> _budget = DurationOption.Create(
        "--budget", "seconds for an interval of d_haus at each snapshot, for example 5s [default: none]");

    private readonly Option<bool> _once = new("--once") { Description = "read what is there and end" };
    private readonly Option<bool> _untilCollapse = new("--until-collapse")
    {
        Description = "end with exit code 0 and status 'collapse' when a sign of collapse begins",
    };

    private readonly Option<IReadOnlyList<CollapseSign>?> _signs = new("--signs")
    {
        HelpName = "list",
        Description = "with --until-collapse: the signs that end it [default: total,class,dimensional,stuck]",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var signs = text.Split(',').Select(name => Enum.GetValues<CollapseSign>().Where(sign => WatchText.Name(sign) == name).ToArray())
                .ToArray();
            if (signs.All(found => found.Length == 1))
            {
                return [.. signs.SelectMany(found => found)];
            }

            result.AddError($"--signs: '{text}' is no list of total, class, dimensional, stuck.");
            return null;
        },
    };

    internal WatchCommand()
        : base(
            "watch",
            "Watches a training: a row of health for each snapshot that appears in a folder, a page with curves, "
                + "a line when collapse begins.",
            "isoapprox watch run1 --margin 0.2",
            "isoapprox watch run1 --margin 0.2 --until-collapse --signs total,stuck && echo collapsed",
            "isoapprox watch run1 --once --json --budget 5s")
    {
        Arguments.Add(_folder);
        Options.Add(_margin);
        Options.Add(_soft);
        Options.Add(_budget);
        Options.Add(_once);
        Options.Add(_untilCollapse);
        Options.Add(_signs);
        Common.AddTo(this);
    }

    protected override int Run(VerbRun run)
    {
        var (signs, until) = (run.Parse.GetValue(_signs), run.Parse.GetValue(_untilCollapse));
        if (signs is not null && !until)
        {
            throw new UsageException("--signs: belongs to --until-collapse; leave it out or add that");
        }

        var settings = new WatchSettings
        {
            Folder = run.Parse.GetRequiredValue(_folder),
            Margin = run.Parse.GetValue(_margin),
            Soft = run.Parse.GetValue(_soft),
            Budget = run.Parse.GetValue(_budget) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Once = run.Parse.GetValue(_once),
            Until = until ? signs ?? Enum.GetValues<CollapseSign>() : [],
            Seed = run.Seed,
            Threads = run.Threads,
        };
        if (settings is { Margin: null or 0, Soft: false })
        {
            run.Result.Note("without --margin or --soft a loss that is stuck cannot be told");
        }

        var found = Watch.Run(settings, new Teller(run), run.Cancellation);
        run.Status = found.EndedBy is null ? null : "collapse";
        Write(run, settings, found);
        return ExitCode.Success;
    }

    private static void Write(VerbRun run, WatchSettings settings, WatchResult found)
    {
        var verdict = WatchText.Verdict(found.Rows, found.Onsets);
        run.Result["folder"] = settings.Folder;
        run.Result["margin"] = settings.Margin;
        run.Result["soft"] = settings.Soft;
        run.Result["budget"] = settings.Budget?.TotalSeconds;
        run.Result["snapshots"] = found.Rows.Count;
        run.Result["computed"] = found.Computed;
        run.Result["verdict"] = verdict;
        run.Result["endedBy"] = found.EndedBy is { } end ? WatchText.Name(end.Sign) : null;
        run.Result["collapse"] = new JsonArray([.. found.Onsets.Select(onset => (JsonNode)new JsonObject
        {
            ["sign"] = WatchText.Name(onset.Sign),
            ["step"] = onset.Step,
            ["seenAt"] = onset.SeenAt,
            ["until"] = onset.Until,
            ["sentence"] = onset.Sentence,
        })]);
        run.Result["last"] = found.Rows.Count == 0 ? null : Last(found.Rows[^1]);
        run.Result["damaged"] = new JsonArray(
            [.. found.Damaged.Select(d => (JsonNode)new JsonObject { ["file"] = d.File, ["reason"] = d.Reason })]);
        run.Result["files"] = new JsonArray([.. found.Files.Select(file => JsonValue.Create(file))]);
        foreach (var remark in found.Repairs.Remarks)
        {
            run.Result.Note(remark);
        }

        run.Report.Line(verdict);
        run.Report.Line(
            $"{CountText.Of(found.Rows.Count, "snapshot")}, {found.Computed} measured now; {Path.Combine(settings.Folder, "index.html")}");
    }

    private static JsonObject Last(WatchRow row)
    {
        var measures = new JsonObject();
        foreach (var (id, value) in row.Measures)
        {
            measures[id] = value;
        }

        return new JsonObject
        {
            ["file"] = row.File,
            ["step"] = row.Step,
            ["loss"] = row.Loss,
            ["diverged"] = row.Diverged,
            ["labelled"] = row.Labelled,
            ["points"] = row.Points,
            ["dimension"] = row.Dimension,
            ["classes"] = row.Classes,
            ["lower"] = row.Lower,
            ["upper"] = row.Upper,
            ["measures"] = measures,
        };
    }

    /// <summary>Signs and damage on stdout at once; on a terminal every row on stderr.</summary>
    private sealed class Teller(VerbRun run) : IProgress<WatchEvent>
    {
        public void Report(WatchEvent value)
        {
            if (value.Row is null)
            {
                run.Report.LineNow(value.Text);
            }
            else if (run.ShowProgress)
            {
                run.Error.WriteLine(value.Text);
            }
        }
    }
}
