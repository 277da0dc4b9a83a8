using IsoApprox.Embeddings;
using IsoApprox.Studies.Diagnosing;

namespace IsoApprox.Studies.Tests.Diagnosing;

/// <summary>The diagnosis on embeddings whose fate is known.</summary>
public class DiagnoseTests
{
    private static readonly DiagnosisSettings NoLimit = new() { TimeLimit = null };

    [Fact]
    public void Separated_classes_need_nothing()
    {
        var diagnosis = Diagnose.Run(Clusters(10, 6, 3), NoLimit);
        Assert.Equal((CollapseVerdict.Separated, null), (diagnosis.Verdict, diagnosis.Cause));
        Assert.Empty(diagnosis.Suspects);
        Assert.Empty(diagnosis.Interventions);
        Assert.StartsWith("No collapse: the embedding is Triplet-Separated already", diagnosis.Sentence, StringComparison.Ordinal);
    }

    /// <summary>What stands when no start has run is each class at one point, which is no statement about the nearest.</summary>
    [Fact]
    public void A_search_that_is_ended_at_once_is_undecided()
    {
        var f = Clusters(12, 3, 4);
        var labels = f.Classes.ToArray();
        (labels[0], labels[30]) = (labels[30], labels[0]);
        var diagnosis = Diagnose.Run(Embedding.Create(f.Coordinates, f.Dimension, labels), NoLimit, null, new CancellationToken(true));
        Assert.Equal(CollapseVerdict.Undecided, diagnosis.Verdict);
        Assert.Empty(diagnosis.Suspects);
        Assert.StartsWith("Undecided: the search was ended", diagnosis.Sentence, StringComparison.Ordinal);
        Assert.Contains(diagnosis.Advice, line => line.Contains("--time-limit", StringComparison.Ordinal));
    }

    [Fact]
    public void Points_that_all_coincide_have_collapsed_already()
    {
        var diagnosis = Diagnose.Run(Embedding.Create([1, 2, 1, 2, 1, 2, 1, 2], 2, [0, 0, 1, 1]), NoLimit);
        Assert.Equal(CollapseVerdict.Separated, diagnosis.Verdict);
        Assert.StartsWith("Collapsed already", diagnosis.Sentence, StringComparison.Ordinal);
        Assert.Single(diagnosis.Advice);
    }

    [Fact]
    public void Alternating_labels_on_a_line_collapse_for_want_of_dimensions()
    {
        var line = Embedding.Create(
            [.. Enumerable.Range(0, 24).Select(i => (double)i)], 1, [.. Enumerable.Range(0, 24).Select(i => i % 2)]);
        var diagnosis = Diagnose.Run(line, NoLimit);
        Assert.True(diagnosis.Verdict is CollapseVerdict.TotalCollapse or CollapseVerdict.PartialCollapse);
        Assert.Equal("spareDimensions", diagnosis.Cause);
        Assert.Equal(2, diagnosis.Interventions.Single(i => i.Name == "spareDimensions").Points.Dimension);
        Assert.Contains(diagnosis.Advice, line => line.Contains("n >= rank + c - 1 = 2", StringComparison.Ordinal));
        Assert.Contains(diagnosis.Advice, line => line.Contains("50 % is chance", StringComparison.Ordinal));
        Assert.Empty(diagnosis.Suspects);
    }

    [Fact]
    public void Wrong_labels_are_found_and_removing_them_helps()
    {
        var f = Clusters(12, 3, 4);
        var labels = f.Classes.ToArray();
        (labels[0], labels[30]) = (labels[30], labels[0]);
        var diagnosis = Diagnose.Run(Embedding.Create(f.Coordinates, f.Dimension, labels), NoLimit);
        Assert.Equal([0, 30], diagnosis.Suspects.Select(s => s.Row).Order());
        Assert.All(diagnosis.Suspects, s => Assert.Equal(1, s.Neighbours));
        Assert.Equal(labels[30].ToString(), diagnosis.Suspects.Single(s => s.Row == 0).Suggested);
        Assert.Equal(CollapseVerdict.Separated, diagnosis.Interventions.Single(i => i.Name == "withoutSuspects").Verdict);
        Assert.Contains(diagnosis.Advice, line => line.StartsWith("check the labels", StringComparison.Ordinal));
    }

    /// <summary>
    /// Nine clusters of four, two labels exchanged: of ten neighbours seven always have another label, of three only those of a wrong one.
    /// </summary>
    [Fact]
    public void In_small_classes_only_as_many_neighbours_are_asked_as_a_class_has()
    {
        var f = Clusters(4, 3, 9);
        var labels = f.Classes.ToArray();
        (labels[0], labels[20]) = (labels[20], labels[0]);
        var diagnosis = Diagnose.Run(Embedding.Create(f.Coordinates, f.Dimension, labels), NoLimit);
        Assert.Equal([0, 20], diagnosis.Suspects.Select(s => s.Row).Order());
        Assert.All(diagnosis.Suspects, s => Assert.Equal(3, s.Nearest.Count));
    }

    [Fact]
    public void Singletons_are_not_suspect()
    {
        var diagnosis = Diagnose.Run(Embedding.Create([0, 0.1, 0.2, 0.15, 5, 5.1], 1, [0, 0, 0, 1, 2, 2]), NoLimit);
        Assert.True(diagnosis.Batches[0].Prediction.Solution.Upper > 0);
        Assert.Empty(diagnosis.Suspects);
    }

    [Fact]
    public void Batches_are_balanced_and_rows_are_those_of_the_input()
    {
        var f = Random(90, 3, 9);
        var diagnosis = Diagnose.Run(f, NoLimit with { BatchClasses = 4, BatchPoints = 12, Batches = 2 });
        Assert.Equal(2, diagnosis.Batches.Count);
        Assert.All(diagnosis.Batches, batch =>
        {
            Assert.Equal((12, 4), (batch.Points.Count, batch.Points.ClassCount));
            Assert.All(Enumerable.Range(0, 4), k => Assert.Equal(3, batch.Points.Members(k).Length));
            Assert.All(Enumerable.Range(0, 12), i => Assert.True(batch.Points[i].SequenceEqual(f[batch.Rows[i]])));
            Assert.All(
                Enumerable.Range(0, 12),
                i => Assert.Equal(f.ClassNames[f.Classes[batch.Rows[i]]], batch.Points.ClassNames[batch.Points.Classes[i]]));
        });
        Assert.Contains("of 2 batches agree", diagnosis.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Small_classes_leave_their_places_to_the_others()
    {
        var f = Embedding.Create(new double[11], 1, [0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
        var rows = BatchDraw.Draw(new Random(1), f, 3, 9);
        Assert.Equal([1, 4, 4], Enumerable.Range(0, 3).Select(k => rows.Count(i => f.Classes[i] == k)));
        Assert.Equal(rows.Distinct().Order(), rows);
    }

    [Fact]
    public void Degenerate_embeddings_get_an_answer()
    {
        foreach (var f in new[]
        {
            Embedding.Create([1, 2], 2, [0]),
            Embedding.Create([1, 2, 3], 1, [0, 0, 0]),
            Embedding.Create(new double[8], 2, [0, 1, 0, 1]),
            Embedding.Create([0, 1, 2, 3], 1, [0, 1, 2, 3]),
        })
        {
            var diagnosis = Diagnose.Run(f, NoLimit);
            Assert.NotEmpty(diagnosis.Sentence);
            Assert.Single(diagnosis.Batches);
        }
    }

    [Fact]
    public void Bad_batch_shapes_are_refused()
    {
        var f = Clusters(4, 2, 2);
        Assert.Contains(
            "classes", Assert.Throws<EmbeddingException>(() => Diagnose.Run(f, NoLimit with { BatchClasses = 3 })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "points", Assert.Throws<EmbeddingException>(() => Diagnose.Run(f, NoLimit with { BatchPoints = 9 })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_time_the_rest_is_named()
    {
        var diagnosis = Diagnose.Run(Random(40, 2, 2), new DiagnosisSettings { TimeLimit = TimeSpan.FromMilliseconds(1) });
        Assert.Single(diagnosis.Batches);
        Assert.NotEmpty(diagnosis.Skipped);
        Assert.True(diagnosis.Batches[0].Prediction.Solution.Lower <= diagnosis.Batches[0].Prediction.Solution.Upper);
    }

    // Clusters of radius about 0.1 at distance 10 on a line.
    private static Embedding Clusters(int size, int dimension, int classes)
    {
        var random = new Random(4);
        var points = new double[size * classes * dimension];
        for (var k = 0; k < points.Length; k++)
        {
            points[k] = (0.1 * random.NextDouble()) + (k % dimension == 0 ? 10 * (k / dimension / size) : 0);
        }

        return Embedding.Create(points, dimension, [.. Enumerable.Range(0, size * classes).Select(i => i / size)]);
    }

    private static Embedding Random(int count, int dimension, int classes)
    {
        var random = new Random(7);
        return Embedding.Create(
            [.. Enumerable.Range(0, count * dimension).Select(_ => random.NextDouble())], dimension,
            [.. Enumerable.Range(0, count).Select(i => i % classes)]);
    }
}
