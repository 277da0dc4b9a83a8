using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Studies.Refuting;

/// <summary>
/// Climbs towards a large d_haus/L in the dimension of the points by random steps: every evaluation is a short search, a step is kept when
/// the ratio grows. On a line each value is exact; elsewhere a search may end too high, and the climb may follow it. So what counts is the
/// certified ratio, of the end or of the start, whichever is larger.
/// </summary>
/// <param name="settings">Sizes, effort, seed.</param>
/// <param name="cancellation">Ends the climb with the best points so far.</param>
internal sealed class HausdorffAscent(RefuteSettings settings, CancellationToken cancellation)
{
    /// <summary>Steps of an ascent; each that brings nothing makes the next ones smaller.</summary>
    private const int Tries = 40;
    private const double FirstStep = 0.3;
    private const double Shrink = 0.85;

    /// <summary>Up to so many points in the plane, and nodes of their branch and bound.</summary>
    private const int ProvedPoints = 8;
    private const long ProofNodes = 4000;

    private static readonly NearestSettings Short = new()
    {
        Starts = 12,
        Threads = 1,
        Gap = 1e-4,
        DirectionNodes = 0,
        UnaskedProofNodes = 0,
    };

    /// <summary>Searches solved.</summary>
    internal long Evaluations { get; private set; }

    /// <summary>
    /// The proved constant of d_haus &lt;= constant L for these sizes: 3/4 on a line, otherwise delta_nu, nu = min(n, m - 1).
    /// </summary>
    internal static double Constant(Embedding f) =>
        BallRepair.LeastConstant(f.Dimension == 1, Math.Min(f.Dimension, f.LargestClassSize - 1)).Upper;

    /// <summary>The points that {0, 2}, {1} and the crossing pairs are, where the sizes are theirs.</summary>
    internal static IEnumerable<(string Source, Embedding Start)> Starts(RefuteSettings sizes) =>
        (sizes.Points, sizes.Dimension, sizes.Classes) switch
        {
            (3, 1, 2) => [("three points", Embedding.Create([0, 2, 1], 1, [0, 0, 1], "three points"))],
            (4, 2, 2) => [("cross", Embedding.Create([1, 0, -1, 0, 0, 1, 0, -1], 2, [0, 0, 1, 1], "cross"))],
            _ => [],
        };

    /// <summary>The best points of a climb.</summary>
    internal Embedding Climb(Embedding start, Random random)
    {
        var (best, value) = Ascend(start, Ratio(start), random);
        for (var kick = 0; kick < settings.Steps && !cancellation.IsCancellationRequested; kick++)
        {
            var kicked = Moved(best, FirstStep, random);
            var (other, reached) = Ascend(kicked, Ratio(kicked), random);
            (best, value) = reached > value ? (other, reached) : (best, value);
        }

        return best;
    }

    /// <summary>The proved interval of the end of a climb.</summary>
    internal NearestSolution Solve(Embedding f)
    {
        var isProved = f.Dimension <= 2 && f.Count <= ProvedPoints;
        return NearestSolver.Solve(
            f, new NearestSettings { Threads = 1, Seed = settings.Seed, Prove = isProved, ProveNodeLimit = ProofNodes }, null,
            cancellation);
    }

    private (Embedding Points, double Value) Ascend(Embedding start, double value, Random random)
    {
        var (best, step) = (start, FirstStep);
        for (var trial = 0; trial < Tries && !cancellation.IsCancellationRequested; trial++)
        {
            var moved = Moved(best, step, random);
            var reached = Ratio(moved);
            (best, value, step) = reached > value ? (moved, reached, step) : (best, value, Shrink * step);
        }

        return (best, value);
    }

    /// <summary>All points or one of them, by normal numbers times the step and the spread of the points.</summary>
    private static Embedding Moved(Embedding f, double step, Random random)
    {
        var points = f.Coordinates.ToArray();
        var scale = step * Math.Sqrt(points.Sum(x => x * x) / points.Length);
        var only = random.Next(2) == 0 ? random.Next(f.Count) : -1;
        for (var k = 0; k < points.Length; k++)
        {
            var noise = scale * SeededRandom.Gaussian(random);
            points[k] += only < 0 || k / f.Dimension == only ? noise : 0;
        }

        return f.WithPoints(points, f.Dimension);
    }

    private double Ratio(Embedding f)
    {
        Evaluations++;
        var loss = RigorousMeasures.HardLoss(f).Lower;
        return loss > 0 ? NearestSolver.Solve(f, Short with { Seed = settings.Seed }, null, CancellationToken.None).Upper / loss : 0;
    }
}
