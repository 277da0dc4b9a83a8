using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Numerics;

namespace IsoApprox.Verifier;

/// <summary>Nearest-point reassignment of a Triplet-Separated g (Theorem E3, docs/claims.md), evaluated with enclosures.</summary>
internal static class ReassignmentCheck
{
    /// <summary>Cost O(sum over classes of m_A^2 n).</summary>
    internal static Reassignment Compute(Embedding f, Embedding g)
    {
        var displacement = Interval.Zero;
        for (var k = 0; k < f.ClassCount; k++)
        {
            var forward = HausdorffDistance.Directed(f, f.Members(k), g, g.Members(k));
            var exact = forward.Value == 0 && f.Members(k).ToArray().All(i => Coincides(f, i, g));
            displacement = Interval.Max(displacement, exact ? Interval.Zero : RigorousMeasures.Enclose(forward.Value, f.Dimension));
        }

        var attained = Enumerable.Range(0, f.ClassCount).All(k => IsCovered(f, g, k, displacement.Lower));
        var computed = HausdorffLikeDistance.Compute(f, g).Value;
        var likeDistance = attained ? displacement : Interval.Max(displacement, RigorousMeasures.Enclose(computed, f.Dimension));
        return new Reassignment(displacement, likeDistance, attained);
    }

    /// <summary>True when every image point of the class under g is certainly within max_i min_j ||f_i - g_j|| of a point of the class under f.</summary>
    private static bool IsCovered(Embedding f, Embedding g, int classIndex, double radius)
    {
        var members = f.Members(classIndex).ToArray();
        return members.All(j => members.Any(i => RigorousMeasures.Distance(f[i], g[j]) is var d && (d.Upper <= radius || IsNearest(f, g, members, i, j, d))));
    }

    private static bool IsNearest(Embedding f, Embedding g, int[] members, int i, int j, Interval distance) =>
        members.All(l => g[l].SequenceEqual(g[j]) || RigorousMeasures.Distance(f[i], g[l]).Lower >= distance.Upper);

    private static bool Coincides(Embedding f, int row, Embedding g)
    {
        foreach (var j in g.Members(f.Classes[row]))
        {
            if (f[row].SequenceEqual(g[j]))
            {
                return true;
            }
        }

        return false;
    }
}
