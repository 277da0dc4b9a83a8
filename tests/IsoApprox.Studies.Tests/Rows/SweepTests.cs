using IsoApprox.Embeddings;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.Tests.Rows;

/// <summary>Sweeps in parts, resumption, merging, the Slurm script.</summary>
public sealed class SweepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isoapprox-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_run_is_of_exactly_one_part_and_parts_have_similar_sizes()
    {
        var ids = Enumerable.Range(0, 1000).Select(k => $"N={k}/n=2").ToArray();
        var parts = Enumerable.Range(1, 7).Select(i => new Shard(i, 7)).ToArray();
        Assert.All(ids, id => Assert.Single(parts, part => part.Contains(id)));
        Assert.All(parts, part => Assert.InRange(ids.Count(part.Contains), 100, 190));
        Assert.All(ids, id => Assert.True(Shard.Whole.Contains(id)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("0/2")]
    [InlineData("3/2")]
    [InlineData("-1/2")]
    [InlineData("1/2/3")]
    [InlineData("a/b")]
    public void Bad_part_is_refused(string text) =>
        Assert.Contains(text, Assert.Throws<EmbeddingException>(() => Shard.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parts_share_a_folder_and_the_whole_has_nothing_left_to_do()
    {
        for (var i = 1; i <= 3; i++)
        {
            var shard = Shard.Parse($"{i}/3");
            Run(shard, 20);
            Assert.True(File.Exists(Path.Combine(_folder, $"rows-{i}-of-3.jsonl")));
        }

        var whole = Run(Shard.Whole, 20);
        Assert.Equal((20, 0), (whole.Total, whole.Computed));
        Assert.Equal(Enumerable.Range(0, 20).Select(k => k * k), whole.Rows.Select(row => row.Value));
        Assert.Equal(5, Run(Shard.Whole, 25).Computed);
    }

    [Fact]
    public void Cancelled_sweep_keeps_what_is_finished()
    {
        using var source = new CancellationTokenSource();
        var seen = new List<StudyProgress>();
        var progress = new Action(p =>
        {
            seen.Add(p);
            if (p.Finished == 4)
            {
                source.Cancel();
            }
        });
        var rows = Open(Shard.Whole);
        var result = Sweep.Run(Tasks(10), rows, Shard.Whole, 1, progress, source.Token);
        Assert.Equal((10, 4, 4), (result.Total, result.Computed, result.Rows.Count));
        Assert.Equal([0, 1, 2, 3, 4], seen.Select(p => p.Finished));
        Assert.Null(seen[0].Remaining);
        Assert.Equal(6, Run(Shard.Whole, 10).Computed);
    }

    [Fact]
    public void Merge_keeps_one_row_for_each_run_the_later_one()
    {
        var first = Write("a.jsonl", "{\"id\":\"x\",\"value\":1,\"seconds\":2}\n{\"id\":\"y\",\"value\":1}\n{\"id\":\"z\",\"va");
        var second = Write(
            "b.jsonl",
            "\n{\"id\":\"x\",\"value\":1,\"seconds\":3}\r\n{\"id\":\"y\",\"value\":2}\n{\"id\":\"z\",\"value\":7}\n[]\n{\"id\":4}\n");
        var target = Path.Combine(_folder, "rows.jsonl");
        var result = RowMerge.Run([first, second], target);
        Assert.Equal(new RowMergeResult(3, 2, 1, 3), result);
        Assert.Equal(
            ["{\"id\":\"x\",\"value\":1,\"seconds\":3}", "{\"id\":\"y\",\"value\":2}", "{\"id\":\"z\",\"value\":7}"],
            File.ReadAllLines(target));
        Assert.Equal(7, Open(Shard.Whole).Find("z")!.Value);

        // The output may be one of the inputs.
        Assert.Equal(3, RowMerge.Run([target], target).Rows);
        Assert.Equal(3, File.ReadAllLines(target).Length);
    }

    [Fact]
    public void Merge_of_nothing_is_refused()
    {
        var target = Path.Combine(_folder, "out.jsonl");
        Assert.Throws<EmbeddingException>(() => RowMerge.Run([Write("empty.jsonl", "\n")], target));
        Assert.Contains(
            "missing.jsonl", Assert.Throws<EmbeddingException>(
                () => RowMerge.Run([Path.Combine(_folder, "missing.jsonl")], target)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(target));
    }

    [Fact]
    public void Slurm_script_runs_every_part_and_quotes_its_words()
    {
        var script = SlurmScript.Write(["study", "collapse", "--data", "it's here.npz"], 8, 2);
        Assert.StartsWith("#!/bin/sh\n#SBATCH", script, StringComparison.Ordinal);
        Assert.Contains("\n#SBATCH --array=1-8\n", script, StringComparison.Ordinal);
        Assert.Throws<EmbeddingException>(() => SlurmScript.Write(["study", "collapse", "--data", "x\nrm -r y"], 8, 2));
        Assert.Contains(
            "study collapse --data 'it'\\''s here.npz' --shard \"$SLURM_ARRAY_TASK_ID/8\" --jobs 2", script, StringComparison.Ordinal);
    }

    private static List<SquareTask> Tasks(int count) => [.. Enumerable.Range(0, count).Select(k => new SquareTask(k))];

    private RowFile<SquareRow> Open(Shard shard) =>
        RowFile<SquareRow>.OpenFolder(_folder, shard, ReflectedRows.Format<SquareRow>(), row => row.Id);

    private SweepResult<SquareRow> Run(Shard shard, int count) =>
        Sweep.Run(Tasks(count), Open(shard), shard, 2, null, CancellationToken.None);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private sealed record SquareRow(string Id, int Value);

    private sealed record SquareTask(int K) : IStudyTask<SquareRow>
    {
        public string Id => $"k={K}";

        public SquareRow? Run(CancellationToken cancellation) => new(Id, K * K);
    }

    private sealed class Action(System.Action<StudyProgress> report) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => report(value);
    }
}
