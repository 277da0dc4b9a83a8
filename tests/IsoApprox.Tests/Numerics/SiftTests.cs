using System.Runtime.Intrinsics;
using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Kernels;
using IsoApprox.Measures;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Numerics;

/// <summary>
/// Floats only sift: their bounds hold on clouds made to break them, and what is found is what plain loops over doubles find, to the last
/// bit.
/// </summary>
public class SiftTests
{
    private static readonly string[] Shapes =
        ["normal", "nearlyCoincident", "twoFarClusters", "outlier", "heavyTails", "unequalCoordinates", "equal", "grid", "tiny", "huge",
            "tightClasses"];

    public static TheoryData<string> AllShapes() => [.. Shapes];

    [Theory]
    [MemberData(nameof(AllShapes))]
    public unsafe void TheDirectSquaredDistanceLiesBetweenTheEnds(string shape)
    {
        var strip = stackalloc float[PackedPoints.RowBlock * 64];
        foreach (var n in new[] { 1, 2, 3, 4, 5, 17, 33, 130 })
        {
            var f = Cloud(shape, 61, n, n);
            var range = PointRange.Of(f);
            foreach (var wide in new[] { false, System.Runtime.Intrinsics.X86.Avx512F.IsSupported })
            {
                using var points = new SweepPoints(f, [.. Enumerable.Range(0, f.Count)], range, sift: true, wide);
                var singles = points.Singles!;
                for (var i = 0; i < f.Count; i++)
                {
                    var row = i / PackedPoints.RowBlock * PackedPoints.RowBlock;
                    StripKernels.Fill(singles, row, PackedPoints.RowBlock, 0, singles.PaddedCount, wide, strip, singles.PaddedCount);
                    Check(points, i, strip + ((i - row) * singles.PaddedCount));
                    if (points.IsNarrow)
                    {
                        Narrow(singles, i, strip);
                        Check(points, i, strip);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllShapes))]
    public void MeasuresAreThoseOfPlainLoops(string shape)
    {
        foreach (var n in new[] { 1, 2, 3, 4, 9, 33, 70 })
        {
            var f = Cloud(shape, 150, n, n);
            var g = Cloud(shape, 150, n, n + 1);
            Assert.Equal(NaiveMeasures.Diameter(f), Diameter.Compute(f));
            Assert.Equal(NaiveMeasures.IsometricError(f, g), IsometricError.Compute(f, g));
            Assert.Equal(NaiveMeasures.IsometricError(f, f), IsometricError.Compute(f, f));
            var (far, farRow, near, nearRow) = NaiveMeasures.Anchors(f);
            var found = AnchorDistances.Compute(f);
            var sweep = AnchorSweep.OfClasses(f, f.Classes);
            Assert.Equal(far, sweep.Far.Select(x => Math.ScaleB(x, 2 * sweep.Exponent)));
            Assert.Equal(farRow, found.FarthestPositive);
            Assert.Equal(near, sweep.Near.Select(x => Math.ScaleB(x, 2 * sweep.Exponent)));
            Assert.Equal(nearRow, found.NearestNegative);
        }
    }

    [Fact]
    public void MoreThanTheLargestSiftedDimensionIsTakenAsDoubles()
    {
        var f = RandomInstances.Cloud(new Random(1), 20, SinglePoints.MaxDimension + 1, 3);
        using var points = SweepPoints.All(f, PointRange.Of(f));
        Assert.Null(points.Singles);
        Assert.Equal(NaiveMeasures.Diameter(f), Diameter.Compute(f));
    }

    private static unsafe void Check(SweepPoints points, int i, float* low)
    {
        var widths = points.Singles!.Widths;
        for (var j = 0; j < points.Count; j++)
        {
            var exact = points.Squared(i, j) * points.SquaredScale;
            var high = (double)low[j] + widths[i] + widths[j];
            Assert.True(low[j] <= exact && exact <= high, $"{i}, {j}: {exact:R} outside [{low[j]:R}, {high:R}]");
        }
    }

    private static unsafe void Narrow(SinglePoints singles, int i, float* low)
    {
        switch (singles.Dimension)
        {
            case 1:
                Narrow<One>(singles, i, low);
                break;
            case 2:
                Narrow<Two>(singles, i, low);
                break;
            case 3:
                Narrow<Three>(singles, i, low);
                break;
            default:
                Narrow<Four>(singles, i, low);
                break;
        }
    }

    private static unsafe void Narrow<TDimension>(SinglePoints singles, int i, float* low)
        where TDimension : struct, INarrow
    {
        var norm = Vector256.Create(singles.Norms[i]);
        var (x, y, z, w) = NarrowKernels.Factors<TDimension, Singles256, Vector256<float>>(singles, i);
        for (var j = 0; j < singles.PaddedCount; j += 8)
        {
            NarrowKernels.Low<TDimension, Singles256, Vector256<float>>(x, y, z, w, norm, singles.Norms, singles.Panels, j).Store(low + j);
        }
    }

    private static Embedding Cloud(string shape, int count, int n, int seed)
    {
        var random = new Random(seed);
        var labels = Enumerable.Range(0, count).Select(i => i % 7).ToArray();
        var points = RandomInstances.Points(random, count, n);
        for (var k = 0; k < points.Length; k++)
        {
            var (i, x) = (k / n, points[k]);
            points[k] = shape switch
            {
                "nearlyCoincident" => 1e6 + (Math.Round(x * 8) * Math.Pow(2, -33)),
                "twoFarClusters" => x + (i % 2 * 1e8),
                "outlier" => i == 5 ? 1e12 * x : x,
                "heavyTails" => Math.Exp(12 * x),
                "unequalCoordinates" => x * Math.Pow(10, -7 * (k % n)),
                "equal" => 0.1,
                "grid" => Math.Round(x),
                "tiny" => x * Math.Pow(2, -300),
                "huge" => x * Math.Pow(2, 400),
                "tightClasses" => (i % 7) + (1e-7 * x),
                _ => x,
            };
        }

        return Embedding.Create(points, n, labels);
    }
}
