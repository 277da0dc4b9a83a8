using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Verifier.Inputs;

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

        var attained = Enumerable.Range(0, f.ClassCount).All(k => IsCovered(f, g, f.Members(k), displacement.Lower));
        var computed = HausdorffLikeDistance.Compute(f, g).Value;
        var likeDistance = attained ? displacement : Interval.Max(displacement, RigorousMeasures.Enclose(computed, f.Dimension));
        return new Reassignment(displacement, likeDistance, attained);
    }

    /// <summary>
    /// True when every image point of the class under g is certainly within r = max_i min_j ||f_i - g_j|| of a point of the class under f:
    /// it is within a lower bound of r, or it is certainly the nearest image point of some i.
    /// </summary>
    private static bool IsCovered(Embedding f, Embedding g, ReadOnlySpan<int> members, double radius)
    {
        var covered = new bool[members.Length];
        foreach (var i in members)
        {
            var nearest = 0;
            var distances = new Interval[members.Length];
            for (var j = 0; j < members.Length; j++)
            {
                distances[j] = RigorousMeasures.Distance(f[i], g[members[j]]);
                covered[j] |= distances[j].Upper <= radius;
                nearest = distances[j].Upper < distances[nearest].Upper ? j : nearest;
            }

            if (IsCertain(g, members, distances, nearest))
            {
                MarkEqual(g, members, nearest, covered);
            }
        }

        return !covered.Contains(false);
    }

    private static bool IsCertain(Embedding g, ReadOnlySpan<int> members, Interval[] distances, int nearest)
    {
        for (var j = 0; j < members.Length; j++)
        {
            if (distances[j].Lower < distances[nearest].Upper && !g[members[j]].SequenceEqual(g[members[nearest]]))
            {
                return false;
            }
        }

        return true;
    }

    private static void MarkEqual(Embedding g, ReadOnlySpan<int> members, int nearest, bool[] covered)
    {
        for (var j = 0; j < members.Length; j++)
        {
            covered[j] |= g[members[j]].SequenceEqual(g[members[nearest]]);
        }
    }

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
