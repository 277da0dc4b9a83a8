using System.Globalization;
using System.Text.Json.Nodes;
using IsoApprox.Embeddings;
using IsoApprox.Studies.Reports;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.Tests.Rows;

/// <summary>The one way to write a study, on a study of squares.</summary>
public sealed class StudyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isoapprox-").FullName;

    private SquareSettings Settings => new() { OutputDirectory = Path.Combine(_folder, "new"), Numbers = 5, Jobs = 2 };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rows_are_kept_figures_and_page_are_written_last()
    {
        var first = new SquareStudy().Run(Settings);
        Assert.Equal((5, 5, 5), (first.Total, first.Finished, first.Computed));
        Assert.Equal([0, 1, 4, 9, 16], first.Rows.Select(row => row.Value));
        Assert.Equal(["rows.jsonl", "squares.svg", "index.html"], first.Files.Select(Path.GetFileName));
        Assert.Contains("<td>16</td>", File.ReadAllText(first.Files[^1]), StringComparison.Ordinal);
        Assert.Equal(("largest", 16), (first.Summary.Fields[0].Name, (int)first.Summary.Fields[0].Value!));

        var more = new SquareStudy().Run(Settings with { Numbers = 7 });
        Assert.Equal((7, 2), (more.Total, more.Computed));
    }

    [Fact]
    public void Parts_draw_nothing_and_the_whole_finds_their_rows()
    {
        var parts = Enumerable.Range(1, 3).Select(i => new SquareStudy().Run(Settings with { Shard = new Shard(i, 3) })).ToArray();
        Assert.Equal(5, parts.Sum(part => part.Computed));
        Assert.All(parts.SelectMany(part => part.Files), file => Assert.EndsWith(".jsonl", file, StringComparison.Ordinal));
        var whole = new SquareStudy().Run(Settings);
        Assert.Equal((0, 5), (whole.Computed, whole.Rows.Count));
        Assert.Contains(whole.Files, file => file.EndsWith("index.html", StringComparison.Ordinal));
    }

    [Fact]
    public void A_study_that_begins_no_page_leaves_none()
    {
        var empty = new SquareStudy().Run(Settings with { Numbers = 0 });
        Assert.Empty(empty.Files);
        Assert.Empty(Directory.EnumerateFiles(Settings.OutputDirectory));
    }

    [Fact]
    public void Seeds_follow_each_other_and_there_is_at_least_one()
    {
        Assert.Equal([1], Settings.SeedRange);
        Assert.Equal([7, 8, 9], (Settings with { Seed = 7, Seeds = 3 }).SeedRange);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SquareStudy().Run(Settings with { Seeds = 0 }));
        Assert.Equal([int.MaxValue], (Settings with { Seed = int.MaxValue }).SeedRange);
        Assert.Throws<EmbeddingException>(() => (Settings with { Seed = int.MaxValue, Seeds = 2 }).SeedRange);
    }

    [Fact]
    public void Rows_that_no_run_gives_are_dropped_and_computed_again()
    {
        new SquareStudy().Run(Settings);
        var rows = Path.Combine(Settings.OutputDirectory, RowFile.Name);
        File.WriteAllText(rows, File.ReadAllText(rows).Replace("\"value\":1}", "\"value\":-1}", StringComparison.Ordinal));
        var result = new SquareStudy().Run(Settings);
        Assert.Equal((1, 1), (result.Computed, result.Repairs.Dropped));
        Assert.Contains("is negative", Assert.Single(result.Repairs.Remarks), StringComparison.Ordinal);
    }

    private sealed record SquareSettings : StudySettings
    {
        public required int Numbers { get; init; }
    }

    private sealed record SquareRow(string Id, int Value) : IStudyRow
    {
        public string? FindDefect() => Value < 0 ? "is negative" : null;
    }

    private sealed record SquareTask(int K) : IStudyTask<SquareRow>
    {
        public string Id => string.Create(CultureInfo.InvariantCulture, $"k={K}");

        public SquareRow Run(CancellationToken cancellation) => new(Id, K * K);
    }

    private sealed class SquareStudy() : Study<SquareSettings, SquareRow>("squares", ReflectedRows.Format<SquareRow>())
    {
        internal override IReadOnlyList<IStudyTask<SquareRow>> Tasks(SquareSettings settings) =>
            [.. Enumerable.Range(0, settings.Numbers).Select(k => new SquareTask(k))];

        internal override void Draw(StudyReport report, IReadOnlyList<SquareRow> rows, int total)
        {
            if (rows.Count > 0)
            {
                var page = report.Begin("squares", "Squares");
                report.Figure("squares", "<svg/>");
                page.Table(Table(rows));
            }
        }

        internal override StudySummary Summarise(IReadOnlyList<SquareRow> rows) =>
            new([Table(rows)], [("largest", rows.Count == 0 ? null : JsonValue.Create(rows.Max(row => row.Value)))]);

        private static StudyTable Table(IReadOnlyList<SquareRow> rows) =>
            new("squares", ["value"], [.. rows.Select(row => new[] { StudyTable.Number(row.Value) })]);
    }
}
