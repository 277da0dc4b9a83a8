using System.Text;
using IsoApprox.Embeddings;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.Tests.Rows;

/// <summary>A row file is repaired when a study goes on: what is no row of it is taken out, and said.</summary>
public sealed class RowRepairTests : IDisposable
{
    private const string Good = """{"id":"k=0","value":0,"note":null}""";
    private readonly string _folder = Directory.CreateTempSubdirectory("isoapprox-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("""{"id":"k=1","value":1,"no""", "line 2 is no JSON: cut short or damaged")]
    [InlineData("""{"id":"k=1","value":1,"note":null}{"id":"k=2"}""", "line 2 is no JSON: cut short or damaged")]
    [InlineData("""{"id":"k=1","value":1}""", "line 2 lacks 'note'")]
    [InlineData("""{"id":"k=1"}""", "line 2 lacks 'value', 'note'")]
    [InlineData("""{"id":"k=1","value":"1","note":null}""", "line 2 has a wrong or missing value in 'value'")]
    [InlineData("""{"id":"k=1","value":null,"note":null}""", "line 2 has a wrong or missing value in 'value'")]
    [InlineData("""{"id":null,"value":1,"note":null}""", "line 2 has a wrong or missing value in 'id'")]
    [InlineData("""{"id":"k=1","value":1e999,"note":null}""", "line 2 has a number beyond the range of doubles in 'value'")]
    [InlineData("""{"id":"k=1","value":-1,"note":null}""", "line 2 is negative")]
    [InlineData("[1]", "line 2 is no JSON object")]
    [InlineData("null", "line 2 is no JSON object")]
    [InlineData("\0\0\0\0", "line 2 holds bytes that are no text")]
    [InlineData("{\"id\":\"k=\uFFFD1\",\"value\":1,\"note\":null}", "line 2 holds bytes that are no text")]
    public void What_is_no_row_is_taken_out_and_computed_again(string line, string reason)
    {
        File.WriteAllText(Rows, $"{Good}\n{line}\n");
        var result = Run(Shard.Whole, 2);
        Assert.Equal((2, 1), (result.Rows.Count, result.Computed));
        Assert.Equal(
            (1, $"rows.jsonl: 1 line was dropped (kept in rows.jsonl.dropped): {reason}"),
            (result.Repairs.Dropped, Assert.Single(result.Repairs.Remarks)));
        Assert.Equal([Good, """{"id":"k=1","value":1,"note":null}"""], File.ReadAllLines(Rows));
        Assert.Equal([line], File.ReadAllLines(Rows + ".dropped"));

        // Repaired once, there is nothing more to say.
        var again = Run(Shard.Whole, 2);
        Assert.Equal((0, 0), (again.Computed, again.Repairs.Dropped));
        Assert.Empty(again.Repairs.Remarks);
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_taken_out()
    {
        File.WriteAllBytes(Rows, [.. Encoding.UTF8.GetBytes(Good + "\n{\"id\":\"k=1"), 0xC3, 0x28, .. "\",\"value\":1,\"note\":null}\n"u8]);
        Assert.Contains("holds bytes that are no text", Assert.Single(Run(Shard.Whole, 2).Repairs.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_rows_of_one_run_the_later_stays()
    {
        File.WriteAllText(
            Rows,
            $"{Good}\n\n{Good.Replace("null", "\"first\"", StringComparison.Ordinal)}\n"
                + Good.Replace("null", "\"second\"", StringComparison.Ordinal));
        var file = Open(Shard.Whole);
        Assert.Equal("second", file.Find("k=0")!.Note);
        Assert.Equal(
            "rows.jsonl: 2 lines were dropped: line 1 is the run of line 3; line 3 is the run of line 4",
            Assert.Single(file.Repairs.Remarks));
        Assert.Equal(["""{"id":"k=0","value":0,"note":"second"}"""], File.ReadAllLines(Rows));
        Assert.Equal([Rows], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Files_of_other_parts_are_read_and_left_alone()
    {
        var other = Path.Combine(_folder, "rows-1-of-2.jsonl");
        var text = $"{Good}\n{{\"id\":\"k=1\",\"val";
        File.WriteAllText(other, text);
        var result = Run(Shard.Whole, 1);
        Assert.Equal((0, 0), (result.Computed, result.Repairs.Dropped));
        Assert.Equal(
            "rows-1-of-2.jsonl: 1 line was not used: line 2 is no JSON: cut short or damaged", Assert.Single(result.Repairs.Remarks));
        Assert.Equal(text, File.ReadAllText(other));
    }

    [Fact]
    public void Many_reasons_are_cut_and_earlier_dropped_lines_stay()
    {
        File.WriteAllText(Rows, string.Concat(Enumerable.Range(0, 6).Select(k => $"{k}\n")));
        File.WriteAllText(Rows + ".dropped", "earlier\n");
        var remark = Assert.Single(Open(Shard.Whole).Repairs.Remarks);
        Assert.StartsWith(
            "rows.jsonl: 6 lines were dropped (kept in rows.jsonl.dropped): line 1 is no JSON object; ", remark, StringComparison.Ordinal);
        Assert.EndsWith("line 4 is no JSON object; ..", remark, StringComparison.Ordinal);
        Assert.Equal(["earlier", "0", "1", "2", "3", "4", "5"], File.ReadAllLines(Rows + ".dropped"));
        Assert.Equal("", File.ReadAllText(Rows));
    }

    [Fact]
    public void A_file_cut_at_any_byte_loses_at_most_the_last_row()
    {
        Run(Shard.Whole, 3);
        var (whole, lines) = (File.ReadAllBytes(Rows), File.ReadAllLines(Rows));
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Rows, whole[..length]);
            Assert.Equal(3, Run(Shard.Whole, 3).Rows.Count);
            Assert.Equal(lines, File.ReadAllLines(Rows));
        }
    }

    [Fact]
    public void Rows_that_cannot_be_written_are_refused_before_anything_is_computed()
    {
        Directory.CreateDirectory(Rows);
        Assert.Contains("this is a folder", Assert.Throws<EmbeddingException>(() => Open(Shard.Whole)).Message, StringComparison.Ordinal);
    }

    private string Rows => Path.Combine(_folder, "rows.jsonl");

    private RowFile<Row> Open(Shard shard) =>
        RowFile<Row>.OpenFolder(
            _folder, shard, ReflectedRows.Format<Row>(), row => row.Id, row => row.Value < 0 ? "is negative" : null);

    private SweepResult<Row> Run(Shard shard, int count) =>
        Sweep.Run([.. Enumerable.Range(0, count).Select(k => new Task(k))], Open(shard), shard, 1, null, CancellationToken.None);

    private sealed record Row(string Id, double Value, string? Note);

    private sealed record Task(int K) : IStudyTask<Row>
    {
        public string Id => $"k={K}";

        public Row? Run(CancellationToken cancellation) => new(Id, K, null);
    }
}
