using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// A violated triplet without work on all pairs: the anchors that look worst by the enclosing balls, and the rows of the hardest triplet
/// found so far, each compared with all rows. Cost O(N n (c + k)), k at most <see cref="Anchors"/> + <see cref="Refinements"/>.
/// </summary>
internal static class QuickTriplet
{
    private const int Anchors = 32;
    private const int Refinements = 16;

    /// <summary>The hardest triplet found, as a certificate; null when none is violated.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="balls">Enclosing balls of the classes.</param>
    /// <param name="cancellation">Stops the comparison.</param>
    internal static TripletCertificate? Find(Problem problem, EnclosingBall[] balls, CancellationToken cancellation)
    {
        var f = problem.Points;
        var (best, violation) = (default(Triplet), 0.0);
        var seen = new HashSet<int>();
        var open = new Queue<int>(Suspects(f, balls));
        while (open.TryDequeue(out var anchor) && seen.Count < Anchors + Refinements && !cancellation.IsCancellationRequested)
        {
            if (!seen.Add(anchor) || Hardest(f, anchor) is not { } found || !(found.Violation > violation))
            {
                continue;
            }

            (best, violation) = (found.Triplet, found.Violation);
            open.Enqueue(best.Positive);
            open.Enqueue(best.Negative);
        }

        return violation > 0 ? new TripletCertificate { Digest = problem.Digest, Triplet = best } : null;
    }

    /// <summary>Rows with the largest |f_i - z_A| + R_A - min over other classes of (|f_i - z_B| - R_B)_+.</summary>
    private static int[] Suspects(Embedding f, EnclosingBall[] balls)
    {
        var estimates = new double[f.Count];
        Parallel.For(0, f.Count, i =>
        {
            var own = f.Classes[i];
            var nearest = double.PositiveInfinity;
            for (var k = 0; k < balls.Length; k++)
            {
                if (k != own)
                {
                    nearest = Math.Min(nearest, PairwiseDistances.Distance(f[i], balls[k].Center) - balls[k].Radius);
                }
            }

            estimates[i] = PairwiseDistances.Distance(f[i], balls[own].Center) + balls[own].Radius - nearest;
        });
        var queue = new PriorityQueue<int, (double, int)>();
        for (var i = 0; i < f.Count; i++)
        {
            queue.Enqueue(i, (estimates[i], -i));
            if (queue.Count > Anchors)
            {
                queue.Dequeue();
            }
        }

        return [.. queue.UnorderedItems.OrderByDescending(item => item.Priority).Select(item => item.Element)];
    }

    private static (Triplet Triplet, double Violation)? Hardest(Embedding f, int anchor)
    {
        var (positive, negative, farthest, nearest) = (anchor, -1, 0.0, double.PositiveInfinity);
        for (var j = 0; j < f.Count; j++)
        {
            var distance = PairwiseDistances.Distance(f[anchor], f[j]);
            if (f.Classes[j] == f.Classes[anchor])
            {
                (positive, farthest) = distance > farthest ? (j, distance) : (positive, farthest);
            }
            else
            {
                (negative, nearest) = distance < nearest ? (j, distance) : (negative, nearest);
            }
        }

        return negative < 0 ? null : (new Triplet(anchor, positive, negative), farthest - nearest);
    }
}
