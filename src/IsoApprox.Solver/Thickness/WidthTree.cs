using IsoApprox.Certificates.Penetration;
using IsoApprox.Certificates.Thickness;

namespace IsoApprox.Solver.Thickness;

/// <summary>A node of the log of the branch and bound: a box with the weights that bound it, until it is cut.</summary>
internal sealed class WidthTree
{
    private WidthTree? _lower;
    private WidthTree? _upper;
    private int _edge;

    /// <summary>Weights whose bound holds in the box; null when there are none.</summary>
    internal PenetrationLeaf? Proof { get; set; }

    /// <summary>Cuts the box; both halves inherit the proof.</summary>
    internal (WidthTree Lower, WidthTree Upper) Cut(int edge)
    {
        (_edge, _lower, _upper) = (edge, new WidthTree { Proof = Proof }, new WidthTree { Proof = Proof });
        return (_lower, _upper);
    }

    /// <summary>The certificate of the trees of all faces; null when a leaf has no proof.</summary>
    internal static ThicknessBranchCertificate? Certificate(IEnumerable<WidthTree> faces, double level)
    {
        var (codes, numbers, leaves) =
            (new List<int>(), new Dictionary<PenetrationLeaf, int>(ReferenceEqualityComparer.Instance), new List<PenetrationLeaf>());
        foreach (var face in faces)
        {
            var open = new Stack<WidthTree>([face]);
            while (open.TryPop(out var tree))
            {
                if (tree._lower is not null)
                {
                    codes.Add(-1 - tree._edge);
                    open.Push(tree._upper!);
                    open.Push(tree._lower);
                }
                else if (tree.Proof is null)
                {
                    return null;
                }
                else
                {
                    if (!numbers.TryGetValue(tree.Proof, out var number))
                    {
                        numbers.Add(tree.Proof, number = leaves.Count);
                        leaves.Add(tree.Proof);
                    }

                    codes.Add(number);
                }
            }
        }

        return new ThicknessBranchCertificate(level, [.. codes], [.. leaves]);
    }
}
