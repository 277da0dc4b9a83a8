using System.Diagnostics;
using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Solver.Nearest.Candidates;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// A Triplet-Separated embedding near f and a triplet that bounds the distance from below, without any work on all pairs: cost O(N n (c +
/// k)) with c classes and some tens k, memory O(N n). The embedding is <see cref="BallRepair"/> with the least delta for which enclosing
/// balls alone show that the result is Triplet-Separated; each class at its centre is one of them. For few points the exact test is used as
/// well.
/// </summary>
public static class QuickNearest
{
    /// <summary>Coordinates of all pairs, N^2 n, up to which the exact test of all triplets is used.</summary>
    private const double FewPairs = 1e9;
    private const int Steps = 12;

    /// <summary>Finds both ends. The upper end is attained by an embedding that is certainly Triplet-Separated on its doubles.</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="metric">The distance.</param>
    /// <param name="seed">Stands in the solution; nothing is random.</param>
    /// <param name="cancellation">Stops the steps; what is found so far is returned.</param>
    public static NearestSolution Solve(Embedding f, NearestMetric metric, int seed = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        var watch = Stopwatch.StartNew();
        var problem = Problem.TripletSeparated(f, metric, 0, f.Dimension);
        var balls = EnclosingBall.PerClass(f);
        var isFew = (double)f.Count * f.Count * f.Dimension <= FewPairs;
        var isMember = AreApart(f, balls);
        var (nearest, source) = isMember ? (f, "f itself")
            : isFew ? (BallRepair.Tightest(f, TripletLoss.HardMined(f, cancellation: CancellationToken.None).Value, Steps),
                "classes shrunk towards the centres of their balls, exact test")
            : Shrink(f, balls, cancellation);
        var upper = isMember ? 0 : Attained(problem, nearest, isFew);
        var certificate = isMember ? null : QuickTriplet.Find(problem, balls, cancellation);
        var lower = certificate?.Check(problem).Lower ?? 0;
        return new NearestSolution
        {
            Source = f,
            Nearest = nearest,
            Metric = metric,
            Dimension = f.Dimension,
            Set = problem.Set,
            Interval = new ProvedInterval(lower, "single triplet", upper, source),
            LowerSource = lower > 0 ? "single triplet" : "zero",
            UpperSource = source,
            Certificate = lower > 0 ? certificate : null,
            IsFree = SearchSizes.IsFree(problem, f.Dimension),
            Explanation = isMember
                ? "the embedding is Triplet-Separated already"
                : "quick bounds: no search was run; without --quick the interval is narrower",
            Status = isMember ? SolveStatus.AlreadySeparated
                : cancellation.IsCancellationRequested ? SolveStatus.Cancelled : SolveStatus.LocalMinimum,
            Evaluations = 0,
            Starts = 0,
            Seed = seed,
            Seconds = watch.Elapsed.TotalSeconds,
        };
    }

    /// <summary>d_haus exactly; d_iso exactly for few points, otherwise twice the largest displacement.</summary>
    private static double Attained(Problem problem, Embedding nearest, bool isFew) =>
        problem.Metric == NearestMetric.HausdorffLike || isFew
            ? AttainedValue.Above(problem, nearest)
            : 2 * AttainedValue.Above(
                Problem.TripletSeparated(problem.Points, NearestMetric.HausdorffLike, 0, problem.Points.Dimension), nearest);

    /// <summary>The balls shrunk by the least length that the test of the balls accepts.</summary>
    private static (Embedding Nearest, string Source) Shrink(Embedding f, EnclosingBall[] balls, CancellationToken cancellation)
    {
        var largest = balls.Max(ball => ball.Radius);
        var (low, high, best) = (0.0, largest, BallRepair.Apply(f, balls, largest));
        var source = "each class at the centre of its enclosing ball";
        for (var step = 0; step < Steps && !cancellation.IsCancellationRequested; step++)
        {
            var middle = low + ((high - low) / 2);
            var trial = BallRepair.Apply(f, balls, middle);
            if (AreApart(trial, balls))
            {
                (high, best, source) = (middle, trial, "classes shrunk towards the centres of their balls, test by balls");
            }
            else
            {
                low = middle;
            }
        }

        return (best, source);
    }

    /// <summary>
    /// True when balls about the centres show that g is Triplet-Separated: for every anchor |g_i - z_A| + r_A &lt;= |g_i - z_B| - r_B, r_A
    /// the largest |g_i - z_A| of the class. A distance is computed with relative error below (n + 3) 2^-53.
    /// </summary>
    private static bool AreApart(Embedding g, EnclosingBall[] balls)
    {
        var slack = (g.Dimension + 16) * Math.ScaleB(1, -52);
        var radii = new double[balls.Length];
        Parallel.For(0, balls.Length, k =>
        {
            foreach (var i in g.Members(k))
            {
                radii[k] = Math.Max(radii[k], PairwiseDistances.Distance(g[i], balls[k].Center));
            }
        });
        var isApart = true;
        Parallel.For(0, balls.Length, (k, state) =>
        {
            foreach (var i in g.Members(k))
            {
                var own = PairwiseDistances.Distance(g[i], balls[k].Center) + radii[k];
                for (var other = 0; other < balls.Length; other++)
                {
                    var distance = other == k ? 0 : PairwiseDistances.Distance(g[i], balls[other].Center);
                    if (other != k && !((own + radii[other]) * (1 + slack) + double.Epsilon < distance * (1 - slack)))
                    {
                        Volatile.Write(ref isApart, false);
                        state.Stop();
                        return;
                    }
                }

                if (state.IsStopped)
                {
                    return;
                }
            }
        });
        return isApart;
    }
}
