using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;
using IsoApprox.Studies.Watching;

namespace IsoApprox.Studies.Tests.Watching;

/// <summary>The folder of a watch: what is read, waited for, skipped, kept.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isoapprox-").FullName;

    private WatchSettings Settings => new()
    {
        Folder = _folder,
        Margin = 0.2,
        Once = true,
        Poll = TimeSpan.FromMilliseconds(10),
        Settle = TimeSpan.FromMilliseconds(100),
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rows_are_added_once_and_kept()
    {
        WriteArchive(0, 1, 0.5);
        WriteArchive(100, 0.9, 0.4);
        var first = Watch.Run(Settings);
        Assert.Equal((2, 2), (first.Rows.Count, first.Computed));
        Assert.Equal((100, 0.4, true, 4), (first.Rows[1].Step, first.Rows[1].Loss, first.Rows[1].Labelled, first.Rows[1].Points));
        Assert.Equal(Math.Sqrt(2) * 0.9, first.Rows[1]["diameter"]!.Value, 14);
        WriteArchive(200, 0.8, null);
        var second = Watch.Run(Settings);
        Assert.Equal((3, 1), (second.Rows.Count, second.Computed));
        Assert.Null(second.Rows[2].Loss);
        Assert.Equal(3, File.ReadAllLines(Path.Combine(_folder, "rows.jsonl")).Length);
        var page = File.ReadAllText(Path.Combine(_folder, "index.html"));
        Assert.Contains("No collapse at step 200", page, StringComparison.Ordinal);
        Assert.Contains("watch-extent", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv", page, StringComparison.Ordinal);

        // Another margin is another row; a snapshot that was written anew is measured anew.
        Assert.Equal(3, Watch.Run(Settings with { Margin = 1 }).Computed);
        WriteArchive(200, 0.123456, 0.3);
        var third = Watch.Run(Settings);
        Assert.Equal((3, 1), (third.Rows.Count, third.Computed));
        Assert.Equal(0.3, third.Rows[2].Loss);
    }

    [Fact]
    public void Damaged_snapshots_and_lines_are_named_and_the_rest_is_read()
    {
        WriteArchive(0, 1, 0.5);
        File.WriteAllText(Path.Combine(_folder, "step_000050.npz"), "PK no zip");
        File.WriteAllBytes(Path.Combine(_folder, "step_000060.npy"), [0x93, (byte)'N']);
        WriteArchive(100, 1, double.NaN);
        File.WriteAllText(Path.Combine(_folder, "rows.jsonl"), "{\"id\":\"half\n");
        var told = new Collected();
        var found = Watch.Run(Settings, told);
        Assert.Equal(["step_000050.npz", "step_000060.npy"], found.Damaged.Select(d => d.File).Order());
        Assert.Equal(2, found.Rows.Count);
        Assert.True(found.Rows[1].Diverged);
        Assert.Equal(1, found.Repairs.Dropped);
        Assert.Equal(2, told.Lines.Count(line => line.Contains(" is skipped: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Half_written_files_are_waited_for()
    {
        WriteArchive(100, 1, 0.5);
        var path = Path.Combine(_folder, "step_000100.npz");
        var bytes = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, bytes[..40]);
        var run = Task.Run(() => Watch.Run(Settings with { Settle = TimeSpan.FromSeconds(1) }));
        for (var length = 40; length < bytes.Length; length = Math.Min(bytes.Length, length + 100))
        {
            await File.WriteAllBytesAsync(path, bytes[..length]);
            await Task.Delay(20);
        }

        await File.WriteAllBytesAsync(path, bytes);
        var found = await run;
        Assert.Single(found.Rows);
        Assert.Empty(found.Damaged);
    }

    [Fact]
    public void Labels_of_one_step_win_over_labels_of_all_and_may_be_missing()
    {
        var f = Embedding.Create([0, 1, 2, 3], 1, [0, 0, 1, 1]);
        foreach (var step in (int[])[1, 2])
        {
            EmbeddingWriter.Write(Path.Combine(_folder, $"step_{step}.npy"), f);
        }

        Assert.All(Watch.Run(Settings).Rows, row => Assert.False(row.Labelled));
        EmbeddingWriter.WriteLabels(Path.Combine(_folder, "labels.npy"), f);
        EmbeddingWriter.WriteLabels(Path.Combine(_folder, "step_2.labels.npy"), Embedding.Create([0, 1, 2, 3], 1, [0, 1, 2, 2]));
        var rows = Watch.Run(Settings with { Budget = TimeSpan.FromSeconds(1) }).Rows;
        Assert.Equal([(true, 2), (true, 3)], rows.Select(row => (row.Labelled, row.Classes)));
    }

    [Fact]
    public void The_interval_of_the_distance_holds_the_closed_form()
    {
        // {0, 2}, {1} on a line: d_haus is 3/4 of the loss 1.
        var f = Embedding.Create([0, 2, 1], 1, [0, 0, 1]);
        EmbeddingWriter.Write(Path.Combine(_folder, "step_1.npy"), f);
        EmbeddingWriter.WriteLabels(Path.Combine(_folder, "labels.npy"), f);
        var row = Assert.Single(Watch.Run(Settings with { Budget = TimeSpan.FromSeconds(5) }).Rows);
        Assert.InRange(0.75, row.Lower!.Value, row.Upper!.Value * (1 + 1e-12));
        Assert.Equal(0.75, row.Upper.Value, 6);
    }

    [Fact]
    public async Task A_second_writer_is_refused_until_the_first_has_ended()
    {
        using var stop = new CancellationTokenSource();
        WriteArchive(0, 1, 0.5);
        var begun = new TaskCompletionSource();
        var first = Task.Run(() => Watch.Run(Settings with { Once = false }, new Signal(begun), stop.Token));
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var error = Assert.Throws<EmbeddingException>(() => Watch.Run(Settings));
        Assert.Contains("is being watched already", error.Message, StringComparison.Ordinal);
        await stop.CancelAsync();
        Assert.Single((await first).Rows);
        Assert.Equal(0, Watch.Run(Settings).Computed);
    }

    [Fact]
    public void A_missing_folder_is_refused() =>
        Assert.Contains(
            "no such folder",
            Assert.Throws<EmbeddingException>(() => Watch.Run(Settings with { Folder = Path.Combine(_folder, "none") })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void An_empty_folder_gives_an_empty_page()
    {
        var found = Watch.Run(Settings);
        Assert.Empty(found.Rows);
        Assert.Contains("No snapshot yet", File.ReadAllText(Path.Combine(_folder, "index.html")), StringComparison.Ordinal);
    }

    /// <summary>Two classes of two points with a certain size, and a loss.</summary>
    private void WriteArchive(int step, double size, double? loss)
    {
        using var stream = File.Create(Path.Combine(_folder, $"step_{step:D6}.npz"));
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
        Put(archive, "X", "<f8", "(4, 2)", MemoryMarshal.AsBytes<double>([0, 0, size, 0, 0, size, size, size]));
        Put(archive, "y", "<i8", "(4,)", MemoryMarshal.AsBytes<long>([0, 0, 1, 1]));
        Put(archive, "step", "<i8", "()", MemoryMarshal.AsBytes<long>([step]));
        if (loss is { } value)
        {
            Put(archive, "loss", "<f8", "(1,)", MemoryMarshal.AsBytes<double>([value]));
        }
    }

    private static void Put(ZipArchive archive, string key, string type, string shape, ReadOnlySpan<byte> data)
    {
        using var entry = archive.CreateEntry(key + ".npy").Open();
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        entry.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0]);
        entry.Write(Encoding.ASCII.GetBytes(text));
        entry.Write(data);
    }

    private sealed class Collected : IProgress<WatchEvent>
    {
        public List<string> Lines { get; } = [];

        public void Report(WatchEvent value) => Lines.Add(value.Text);
    }

    private sealed class Signal(TaskCompletionSource source) : IProgress<WatchEvent>
    {
        public void Report(WatchEvent value) => source.TrySetResult();
    }
}
