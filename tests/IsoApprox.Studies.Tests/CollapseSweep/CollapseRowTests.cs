using System.Text.RegularExpressions;
using IsoApprox.Studies.CollapseSweep;
using IsoApprox.Studies.Instances;

namespace IsoApprox.Studies.Tests.CollapseSweep;

/// <summary>Rows whose numbers no run can have given: they are taken out, computed again, and never reach a figure.</summary>
public sealed class CollapseRowTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isoapprox-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rows_that_no_run_gives_are_computed_again()
    {
        new CollapseStudy().Run(Settings());
        var rows = File.ReadAllText(Path.Combine(_folder, "rows.jsonl"));
        (string Field, string Value)[] impossible =
        [
            ("points", "-6"), ("points", "0"), ("dimension", "0"), ("classes", "99"), ("classSize", "-1"), ("labelNoise", "2"),
            ("loss", "-1"), ("diameter", "1e308"), ("enclosingRadius", "-1e300"), ("rank", "77"), ("activeAnchors", "1.5"),
            ("upper", "1e200"), ("lower", "-1"), ("rmsRatio", "1e300"), ("withinRatio", "-0.5"),
        ];
        foreach (var (field, value) in impossible)
        {
            File.WriteAllText(Path.Combine(_folder, "rows.jsonl"), With(rows, field, value));
            var result = new CollapseStudy().Run(Settings());
            Assert.Equal((2, 2, 2), (result.Total, result.Computed, result.Repairs.Dropped));
            Assert.Contains(
                $"line 1 has a value that no run gives in '{field}'", Assert.Single(result.Repairs.Remarks), StringComparison.Ordinal);
            Assert.Equal(0, new CollapseStudy().Run(Settings()).Repairs.Dropped);
        }
    }

    [Fact]
    public void Rows_at_the_ends_of_the_possible_are_drawn()
    {
        new CollapseStudy().Run(Settings());
        var rows = File.ReadAllText(Path.Combine(_folder, "rows.jsonl"));
        string[] sizes =
        [
            "diameter", "enclosingRadius", "loss", "upper", "lower", "rmsRatio", "betweenRatio", "withinRatio", "diameterRatio",
            "effectiveRankRatio",
        ];
        string[] ends = ["0", "5e-324", "1e100"];
        foreach (var (field, value) in sizes.SelectMany(field => ends.Select(end => (field, end)))
            .Concat([("points", "60000000"), ("dimension", "60000000")]))
        {
            File.WriteAllText(Path.Combine(_folder, "rows.jsonl"), With(rows, field, value));
            var result = new CollapseStudy().Run(Settings());
            Assert.Equal((0, 0), (result.Computed, result.Repairs.Dropped));
            Assert.Contains(result.Files, file => file.EndsWith("index.html", StringComparison.Ordinal));
        }
    }

    private static string With(string rows, string field, string value) =>
        Regex.Replace(rows, $"\"{field}\":[^,}}]+", $"\"{field}\":{value}", RegexOptions.None, TimeSpan.FromSeconds(5));

    private CollapseSettings Settings() => new()
    {
        Models = [PointModel.Parse("gaussian")],
        Points = [4],
        Dimensions = [1, 2],
        Plans = [ClassPlan.Parse("2")],
        LabelNoise = [0],
        OutputDirectory = _folder,
    };
}
