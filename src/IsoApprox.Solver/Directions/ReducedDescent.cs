using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Lagrangian;
using IsoApprox.Solver.Nearest.Repair;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Directions;

/// <summary>
/// An upper value of d_haus from few points: a local search moves some of the points; every other point takes the place of the nearest of
/// them in its class, which keeps an embedding Triplet-Separated, and a class without any of them is one point outside the reach of the
/// others. The points that would move too far join the few.
/// </summary>
/// <param name="problem">The distance to the Triplet-Separated embeddings, in the dimension of the points.</param>
/// <param name="stop">Polled.</param>
internal sealed class ReducedDescent(Problem problem, Func<bool> stop)
{
    private readonly Embedding _f = problem.Points;
    private readonly MemberRepair _repair = new(problem);
    private const int Rounds = 16;
    private const int MaxEvaluations = 1800;
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

        var (few, n) = (Few, _f.Dimension);
        var scaled = new SearchProblem(Select(few), n);
        var points = scaled.ToResult(StartingPoints.Create(scaled, seed, index).Points);
        var start = _f.Coordinates.ToArray();
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
            start[k] += noise * SeededRandom.Gaussian(random) / Math.Sqrt(_f.Dimension);
        }

        return Run(Few, start, origin);
    }

    /// <summary>The best embedding found, or null.</summary>
    /// <param name="rows">The few points to begin with.</param>
    /// <param name="start">All points in R^n, row by row.</param>
    /// <param name="origin">Name of what is found.</param>
    internal Candidate? Run(IEnumerable<int> rows, double[] start, string origin)
    {
        var n = _f.Dimension;
        var few = new SortedSet<int>(rows);
        var place = (double[])start.Clone();
        Candidate? best = null;
        for (var round = 0; round < Rounds && !stop(); round++)
        {
            if (Descend([.. few], place) is not { } moved)
            {
                break;
            }

            var placed = new ReducedPlacement(_f, problem.Margin, [.. few], moved.Embedding);
            if (_repair.Accept(_f.WithPoints(placed.Images, n), origin) is { } candidate && !(candidate.Value >= best?.Value))
            {
                best = candidate;
            }

            var distances = placed.Distances;
            var join = Enumerable.Range(0, _f.Count).Where(i => distances[i] > moved.Value && !few.Contains(i))
                .OrderByDescending(i => distances[i])
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
                    place[(i * n) + k] = _f[i][k] + (share * (placed.Images[(i * n) + k] - _f[i][k]));
                }
            }

            few.UnionWith(join);
        }

        return best;
    }

    private Candidate? Descend(int[] rows, double[] place)
    {
        var n = _f.Dimension;
        var few = Select(rows);
        var scaled = new SearchProblem(few, n);
        OuterLoop? loop = null;
        var settings = OuterSettings.For(scaled) with { MaxOuter = MaxOuter, InitialPenalty = FirstPenalty / rows.Length };
        loop = new(scaled, settings, 1, () => stop() || loop?.Lagrangian.Evaluations >= MaxEvaluations);
        double[] start = [.. rows.SelectMany(i => place.AsSpan(i * n, n).ToArray())];
        loop.Start(scaled.FromResult(few.Points.WithPoints(start, n)));
        loop.Run();
        Evaluations += loop.Lagrangian.Evaluations;
        return new MemberRepair(few).Apply(scaled.ToResult(loop.Lagrangian.Embedding), "few points");
    }

    private Problem Select(int[] rows)
    {
        var few = Embedding.Create([.. rows.SelectMany(i => _f[i].ToArray())], _f.Dimension, [.. rows.Select(i => _f.Classes[i])]);
        return new Problem(few, problem.Metric, IdealSet.TripletSeparated(problem.Margin), _f.Dimension);
    }
}
