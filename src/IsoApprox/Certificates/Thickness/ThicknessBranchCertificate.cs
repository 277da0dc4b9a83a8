using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Penetration;
using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Thickness;

/// <summary>
/// The log of a branch and bound over directions as a proof that the thickness theta(A) is at least a level T.
/// <para>Coverage: every direction is, up to sign and length, some e with e_d = 1 (d a coordinate of largest modulus) and the other
/// coordinates x in
/// [-1, 1]^(n-1). The tree holds, for each of the n faces d, boxes l &lt;= x &lt;= u that are cut at the middle of one edge; the halves
/// share the
/// middle.</para>
/// <para>Leaf: for weights of sum 1 on both sides, delta = sum lambda_i a_i - sum mu_j a_j has w(e) >= delta.e. On the box
/// ||e||^2 &lt;= s(x) = 1 + sum ((l_k + u_k) x_k - l_k u_k) (secants) and sqrt(s) &lt;= (s + r^2)/(2 r) for every r > 0. Hence w(e) >= T
/// ||e|| in the box when
/// delta.e - T (s(x) + r^2)/(2 r), which is affine in x, is not negative at its minimum over the box; r = sqrt(s) at the centre. Interval
/// arithmetic.</para>
/// </summary>
/// <param name="Level">T >= 0, unit of the points.</param>
/// <param name="Tree">Per node, in preorder, face by face: the index of its leaf, or -1 - k for a cut of the edge of x_k, lower half
/// first.</param>
/// <param name="Leaves">The leaves, weights of rows. One may serve several nodes.</param>
public sealed record ThicknessBranchCertificate(double Level, int[] Tree, PenetrationLeaf[] Leaves) : IThicknessCertificate
{
    /// <inheritdoc/>
    /// <remarks>Level when every node holds, otherwise 0. Cost O(weights n + nodes n).</remarks>
    public double Check(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        if (!double.IsFinite(Level) || Level < 0 || Tree is null || Leaves is null)
        {
            return 0;
        }

        // In units of the points; a level that scaling rounds up proves the level all the same.
        var (points, exponent) = ExactScaling.Of(f);
        Interval level = ((Interval)Level).ScaleB(-exponent).Upper;
        int[] rows = [.. Enumerable.Range(0, f.Count)];
        var offsets = Array.ConvertAll(Leaves, leaf => leaf?.Offset(points, rows, rows));
        var (number, m) = (0, f.Dimension - 1);
        for (var face = 0; face < f.Dimension; face++)
        {
            var root = new double[2 * m];
            root.AsSpan(0, m).Fill(-1);
            root.AsSpan(m).Fill(1);
            var open = new Stack<double[]>([root]);
            while (open.TryPop(out var box))
            {
                var code = number < Tree.Length ? Tree[number++] : int.MaxValue;
                if (code >= 0
                    ? code >= offsets.Length || offsets[code] is not { } offset || !Holds(offset, level, face, box)
                    : -1 - code >= m)
                {
                    return 0;
                }

                if (code < 0)
                {
                    var k = -1 - code;
                    var middle = box[k] + ((box[m + k] - box[k]) / 2);
                    open.Push(With(box, k, middle));
                    open.Push(With(box, m + k, middle));
                }
            }
        }

        return number == Tree.Length ? Level : 0;
    }

    /// <summary>True when delta.e - T (s(x) + r^2)/(2 r) is certainly not negative in the box.</summary>
    private static bool Holds(Interval[] delta, Interval level, int face, double[] box)
    {
        var m = delta.Length - 1;
        var (s, constant) = (1.0, (Interval)1);
        for (var k = 0; k < m; k++)
        {
            var (l, u) = (box[k], box[m + k]);
            s += ((l + u) * (l + u) / 2) - (l * u);
            constant -= (Interval)l * u;
        }

        var r = Math.Sqrt(s);
        var factor = level / (2 * r);
        var least = delta[face] - (factor * (constant + ((Interval)r * r)));
        for (var k = 0; k < m; k++)
        {
            var (l, u) = (box[k], box[m + k]);
            least += (delta[k < face ? k : k + 1] - (factor * ((Interval)l + u))) * new Interval(l, u);
        }

        return least.Lower >= 0;
    }

    private static double[] With(double[] box, int index, double value)
    {
        var result = (double[])box.Clone();
        result[index] = value;
        return result;
    }
}
