using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Tests.Soundness;

/// <summary>
/// A random small problem of one of many degenerate kinds: duplicates, collinear points, singletons, one class, N &lt;= n, integer
/// lattices, tiny and huge scales, offsets, margins. The same seed gives the same problem.
/// </summary>
/// <param name="Points">f.</param>
/// <param name="Settings">Metric, margin, dimension.</param>
/// <param name="Branch">True to run branch and bound as well.</param>
internal sealed record RandomProblem(Embedding Points, NearestSettings Settings, bool Branch)
{
    private const int Kinds = 13;
    private const int Redraws = 10;

    /// <summary>Every fourth problem is small enough for a proof that nobody asked for.</summary>
    private const int ProofEvery = 4;
    private const long ProofNodes = 200;

    /// <summary>Mostly problems with a violated triplet; those without one (value 0) are drawn again most of the time.</summary>
    internal static RandomProblem Create(int seed)
    {
        var rng = new Random(seed);
        for (var draw = 0; ; draw++)
        {
            var problem = Create(rng, seed);
            if (draw == Redraws || rng.Next(6) == 0 || !TripletSeparation.IsSatisfied(problem.Points, problem.Settings.Margin))
            {
                return problem;
            }
        }
    }

    private static RandomProblem Create(Random rng, int seed)
    {
        var count = rng.Next(12) == 0 ? 7 + rng.Next(2) : 1 + rng.Next(6);
        var kind = rng.Next(Kinds);
        var dimension = kind == 12 ? count + rng.Next(3) : 1 + rng.Next(4);
        var labels = Labels(rng, count);
        var f = Embedding.Create(Coordinates(rng, kind, count, dimension, labels, Scale(rng)), dimension, labels);
        var metric = rng.Next(2) == 0 ? NearestMetric.HausdorffLike : NearestMetric.IsometricError;
        var settings = new NearestSettings
        {
            Metric = metric,
            Set = IdealSet.TripletSeparated(Margin(rng, f)),
            Starts = 1,
            Threads = 1,
            Seed = seed,
            DirectionNodes = 60,
            UnaskedProofNodes = seed % ProofEvery == 0 ? ProofNodes : 0,
        };
        var variant = rng.Next(12);
        settings = variant switch
        {
            0 or 1 => settings with { FreeDimension = true },
            2 => settings with { Dimension = f.Dimension + 1 + rng.Next(3) },
            3 when metric == NearestMetric.IsometricError => settings with { Dimension = 1 + rng.Next(f.Dimension) },
            _ => settings,
        };
        return new RandomProblem(f, settings, Branch: variant > 8 && count <= 4 && dimension <= 2);
    }

    private static int[] Labels(Random rng, int count)
    {
        var classes = 2 + rng.Next(3);
        return rng.Next(8) switch
        {
            0 => [.. Enumerable.Range(0, count)],                                                   // singletons
            1 => [.. Enumerable.Range(0, count).Select(i => i == 0 ? 1 : 0)],                       // one against the rest
            2 when rng.Next(3) == 0 => new int[count],                                              // one class
            3 => [.. Enumerable.Range(0, count).Select(i => rng.Next(4) == 0 ? i + 10 : 0)],        // one class and singletons
            _ => [.. Enumerable.Range(0, count).Select(_ => rng.Next(classes))],
        };
    }

    private static double Scale(Random rng) => rng.Next(10) switch
    {
        0 => Math.Pow(10, rng.Next(-290, 280)),
        1 => Math.ScaleB(1, rng.Next(-60, 60)),
        2 => Math.Pow(10, rng.Next(-9, 10)),
        3 when rng.Next(5) == 0 => double.Epsilon * rng.Next(1, 1000),
        _ => 1,
    };

    private static double Margin(Random rng, Embedding f)
    {
        var diameter = Diameter.Compute(f).Value;
        return rng.Next(16) switch
        {
            0 => 1e-12 * diameter,
            1 => diameter == 0 ? 1 : diameter * (1 + rng.NextDouble()),
            2 or 3 => diameter * rng.NextDouble(),
            _ => 0,
        };
    }

    private static double[] Coordinates(Random rng, int kind, int count, int dimension, int[] labels, double scale)
    {
        var direction = Enumerable.Range(0, dimension).Select(_ => rng.NextDouble() - 0.5).ToArray();
        var x = new double[count * dimension];
        for (var i = 0; i < count; i++)
        {
            var t = rng.Next(-5, 6);
            for (var c = 0; c < dimension; c++)
            {
                x[(i * dimension) + c] = scale * kind switch
                {
                    0 => t * direction[c],                                                          // collinear with ties
                    1 => rng.Next(-1, 2),                                                           // grid: duplicates and ties
                    2 => rng.Next(-9, 10),                                                          // integer lattice
                    3 => (3 * labels[i]) + (1.6 * rng.NextDouble()),                                // nearly separated classes
                    4 => rng.NextDouble() * Math.Pow(10, -rng.Next(12)),                            // many sizes
                    5 => c == 0 ? i + (0.01 * rng.NextDouble()) : 0,                                // chain
                    6 => 1e6 + rng.NextDouble(),                                                    // offset
                    7 => (labels[i] % dimension == c ? 1 : 0) + (1e-12 * rng.NextDouble()),         // nearly collapsed classes
                    8 => i % dimension == c ? (i / dimension % 2 == 0 ? 1 : -1) : 0,                // cross polytope
                    9 => rng.Next(3) == 0 ? 0.25 : rng.Next(-2, 3) * 0.125,                         // coarse grid
                    10 => c == 0 && i == 0 ? 1e8 : rng.NextDouble(),                                // one outlier
                    _ => rng.NextDouble() - 0.5,
                };
            }
        }

        return x;
    }
}
