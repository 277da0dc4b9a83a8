using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Numerics;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Directions;

/// <summary>
/// An upper value of d_haus from few points: a local search moves some of the points; every other point takes the place of the nearest of them in its class, which keeps an
/// embedding Triplet-Separated, and a class without any of them is one point outside the reach of the others. The points that would move too far join the few.
/// </summary>
/// <param name="f">The points.</param>
/// <param name="margin">alpha.</param>
/// <param name="stop">Polled.</param>
internal sealed class ReducedDescent(Embedding f, double margin, Func<bool> stop)
{
    private const int Rounds = 16;
    private const int MaxEvaluations = 600;
    private const int MaxOuter = 14;

    /// <summary>At most this share of the few joins them in a round, at least a few.</summary>
    private const int JoinShare = 3;
    private const int JoinLeast = 4;

    /// <summary>A large first penalty (over the number of points) keeps the search where it starts.</summary>
    private const double FirstPenalty = 500;

    /// <summary>Evaluations so far.</summary>
    internal long Evaluations { get; private set; }

    /// <summary>The few points of the last run that needed no more of them.</summary>
    internal int[] Few { get; set; } = [];

    /// <summary>The best embedding found from one of the usual starting points of <see cref="Few"/>, or null.</summary>
    /// <param name="seed">Seed.</param>
    /// <param name="index">Number of the start.</param>
    /// <param name="origin">Name of what is found.</param>
    internal Candidate? Restart(int seed, int index, string origin)
    {
        if (Few.Length == 0)
        {
            return null;
        }

        var (few, n) = (Few, f.Dimension);
        var problem = new ScaledProblem(Select(few), NearestMetric.HausdorffLike, n, margin);
        var points = problem.ToResult(StartingPoints.Create(problem, seed, index).Points);
        var start = f.Coordinates.ToArray();
        for (var k = 0; k < few.Length; k++)
        {
            points[k].CopyTo(start.AsSpan(few[k] * n));
        }

        return Run(few, start, origin);
    }

    /// <summary>The best embedding found from an embedding of all points with noise, or null.</summary>
    /// <param name="from">The embedding.</param>
    /// <param name="noise">Standard deviation of the noise of a point.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="index">Number of the start.</param>
    /// <param name="origin">Name of what is found.</param>
    internal Candidate? Perturb(Embedding from, double noise, int seed, int index, string origin)
    {
        var random = SeededRandom.Create(seed, index);
        var start = from.Coordinates.ToArray();
        for (var k = 0; k < start.Length; k++)
        {
            start[k] += noise * SeededRandom.Gaussian(random) / Math.Sqrt(f.Dimension);
        }

        return Run(Few, start, origin);
    }

    /// <summary>The best embedding found, or null.</summary>
    /// <param name="rows">The few points to begin with.</param>
    /// <param name="start">All points in R^n, row by row.</param>
    /// <param name="origin">Name of what is found.</param>
    internal Candidate? Run(IEnumerable<int> rows, double[] start, string origin)
    {
        var n = f.Dimension;
        var few = new SortedSet<int>(rows);
        var place = (double[])start.Clone();
        Candidate? best = null;
        for (var round = 0; round < Rounds && !stop(); round++)
        {
            if (Descend([.. few], place) is not { } moved)
            {
                break;
            }

            var placed = new ReducedPlacement(f, margin, [.. few], moved.Embedding);
            if (SeparationRepair.Accept(f, f.WithPoints(placed.Images, n), NearestMetric.HausdorffLike, margin, origin) is { } candidate && !(candidate.Value >= best?.Value))
            {
                best = candidate;
            }

            var distances = placed.Distances;
            var join = Enumerable.Range(0, f.Count).Where(i => distances[i] > moved.Value && !few.Contains(i)).OrderByDescending(i => distances[i])
                .Take(Math.Max(JoinLeast, few.Count / JoinShare)).ToArray();
            if (join.Length == 0)
            {
                Few = [.. few];
                break;
            }

            // A point that joins starts on the way to its image, as far as the others moved.
            placed.Images.CopyTo(place, 0);
            foreach (var i in join)
            {
                var share = moved.Value / distances[i];
                for (var k = 0; k < n; k++)
                {
                    place[(i * n) + k] = f[i][k] + (share * (placed.Images[(i * n) + k] - f[i][k]));
                }
            }

            few.UnionWith(join);
        }

        return best;
    }

    private Candidate? Descend(int[] rows, double[] place)
    {
        var n = f.Dimension;
        var few = Select(rows);
        var problem = new ScaledProblem(few, NearestMetric.HausdorffLike, n, margin);
        AugmentedLagrangianSolver? solver = null;
        var settings = OuterSettings.For(problem) with { MaxOuter = MaxOuter, InitialPenalty = FirstPenalty / rows.Length };
        solver = new(problem, settings, 1, () => stop() || solver?.Lagrangian.Evaluations >= MaxEvaluations);
        solver.Start(problem.FromSource([.. rows.SelectMany(i => place.AsSpan(i * n, n).ToArray())]));
        solver.Run();
        Evaluations += solver.Lagrangian.Evaluations;
        return SeparationRepair.Apply(few, problem.ToResult(solver.Lagrangian.Embedding), NearestMetric.HausdorffLike, margin, "few points");
    }

    private Embedding Select(int[] rows) =>
        Embedding.Create([.. rows.SelectMany(i => f[i].ToArray())], f.Dimension, [.. rows.Select(i => f.Classes[i])]);
}
