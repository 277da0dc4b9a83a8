using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>Problems in the coordinates of a search, and a set of each kind.</summary>
internal static class TestProblems
{
    /// <summary>Names that <see cref="Set"/> knows.</summary>
    internal static readonly string[] Sets =
        ["ts", "ts margin", "ladder", "ladder margin", "table", "contrastive", "points", "sphere", "sphere margin", "floor"];

    internal static SearchProblem TripletSeparated(
        Embedding f, int dimension, double margin = 0, double? radius = null, NearestMetric metric = NearestMetric.HausdorffLike) =>
        new(Problem.TripletSeparated(f, metric, margin), dimension, radius);

    internal static double Above(Embedding f, Embedding g, NearestMetric metric = NearestMetric.HausdorffLike) =>
        AttainedValue.Above(Problem.TripletSeparated(f, metric), g);

    /// <summary>Two classes make a group of a ladder; a table has levels that are neither symmetric nor grouped.</summary>
    internal static IdealSet Set(string name, Embedding f) => name switch
    {
        "ts" => IdealSet.TripletSeparated(),
        "ts margin" => IdealSet.TripletSeparated(0.2),
        "ladder" => IdealSet.Ladder(Groups(f)),
        "ladder margin" => IdealSet.Ladder(Groups(f), 0.2),
        "table" => IdealSet.Ladder(Table(f.ClassCount)),
        "contrastive" => IdealSet.Contrastive(0.4, 1.5),
        "points" => IdealSet.Contrastive(0, 1),
        "sphere" => IdealSet.Sphere(),
        "sphere margin" => IdealSet.Sphere(0.1),
        _ => IdealSet.TripletSeparated().AtLeastApart(0.7),
    };

    private static SimilarityLevels Groups(Embedding f) =>
        SimilarityLevels.FromGroups(f, [.. f.Classes.ToArray().Select(k => $"half {k / 4}/group {k / 2}")]);

    private static SimilarityLevels Table(int classes)
    {
        var levels = new int[classes, classes];
        for (var e = 0; e < classes * classes; e++)
        {
            var (a, b) = (e / classes, e % classes);
            levels[a, b] = a == b ? 0 : 1 + (((2 * a) + (3 * b)) % 3);
        }

        return SimilarityLevels.FromTable(levels);
    }
}
