using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Isometries;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Verifier.Tests;

/// <summary>Embeddings and inputs that several tests use.</summary>
internal static class Instances
{
    /// <summary>N = 5, n = 3, c = 2, m = 3: unremarkable numbers that satisfy every claim with room to spare.</summary>
    internal static VerifierInputs Plain => new()
    {
        Points = 5,
        Dimension = 3,
        Classes = 2,
        LargestClassSize = 3,
        RankBound = 3,
        HardLoss = new Interval(0.01, 0.0101),
        BatchHardLoss = 0.005,
        Diameter = new Interval(10, 10.001),
        Thickness = new Interval(5, 5.001),
        ClassRadius = new Interval(4, 4.001),
        Hausdorff = new Interval(0.02, 0.021),
        Isometric = new Interval(0.012, 0.0121),
        Pair = new NearIsometryPair(new Interval(0.0125, 0.0126), new Interval(0.01, 0.02)),
        Reassignment = new Reassignment(new Interval(0.0205, 0.0206), new Interval(0.0207, 0.0208), false),
    };

    /// <summary>
    /// The integer tetrahedra: five copies of a regular tetrahedron with edge sqrt 8 along a line with spacing 1.41, in two orthogonal
    /// 3-spaces in turn, with signs +,+,-,-,+. N = 20, n = 7, c = 5, L = sqrt 8 - sqrt 7.9881 = 0.0021044...; d_iso > 2.2 L is proved by a
    /// rank certificate in exact arithmetic.
    /// </summary>
    internal static Embedding IntegerTetrahedra()
    {
        int[][] tetrahedron = [[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]];
        int[] signs = [1, 1, -1, -1, 1];
        var (points, labels) = (new List<double>(), new List<string>());
        for (var b = 0; b < 5; b++)
        {
            foreach (var corner in tetrahedron)
            {
                var row = new double[7];
                row[0] = 1.41 * b;
                for (var k = 0; k < 3; k++)
                {
                    row[(b % 2 == 0 ? 1 : 4) + k] = signs[b] * corner[k];
                }

                points.AddRange(row);
                labels.Add($"class {b}");
            }
        }

        return Embedding.Create(points.ToArray(), 7, labels);
    }

    /// <summary>
    /// A random embedding: Gaussian, on a coarse grid (ties and duplicates), or clustered by class; any shape down to N = 1 and one class.
    /// </summary>
    internal static Embedding Random(Random random)
    {
        var (count, dimension) = (random.Next(1, 13), random.Next(1, 7));
        var labels = Enumerable.Range(0, count).Select(_ => random.Next(random.Next(1, 5))).ToArray();
        var scale = Math.Pow(10, random.Next(-3, 4));
        var kind = random.Next(3);
        var points = new double[count * dimension];
        for (var k = 0; k < points.Length; k++)
        {
            var offset = kind == 2 ? labels[k / dimension] * 3.0 : 0;
            points[k] = scale * (kind == 1 ? random.Next(-2, 3) : offset + Gaussian(random));
        }

        return Embedding.Create(points, dimension, labels);
    }

    /// <summary>
    /// Triplet-Separated embeddings in the space of f: everything at one point, classes at points, contracted and shifted classes.
    /// </summary>
    internal static List<Embedding> Separated(Embedding f, Random random)
    {
        var result = new List<Embedding> { f.WithPoints(new double[f.Count * f.Dimension], f.Dimension), Contracted(f, 0, 1) };
        for (var trial = 0; trial < 12; trial++)
        {
            var g = Contracted(f, random.NextDouble(), 1 + (trial % 3 * random.NextDouble()));
            if (TripletSeparation.IsSatisfied(g))
            {
                result.Add(g);
            }
        }

        if (TripletSeparation.IsSatisfied(f))
        {
            result.Add(f);
        }

        return result;
    }

    /// <summary>Enclosures with the best of some feasible embeddings above and the elementary bounds L/2 and L/4 below.</summary>
    internal static VerifierInputs Inputs(Embedding f, IReadOnlyList<Embedding> feasible)
    {
        var loss = RigorousMeasures.HardLoss(f);
        var byIso = feasible.MinBy(g => RigorousMeasures.IsometricError(f, g).Upper)!;
        var byHaus = feasible.MinBy(g => RigorousMeasures.Displacement(f, g).Upper)!;
        return new VerifierInputs
        {
            Points = f.Count,
            Dimension = f.Dimension,
            Classes = f.ClassCount,
            LargestClassSize = f.LargestClassSize,
            RankBound = RigorousMeasures.RankBound(f),
            HardLoss = loss,
            BatchHardLoss = TripletLoss.BatchHard(f).Value,
            Diameter = RigorousMeasures.Diameter(f),
            Thickness = new Interval(0, Enumerable.Range(0, f.Dimension).Min(k => RigorousMeasures.Width(f, Axis(f.Dimension, k)).Upper)),
            ClassRadius = ClassRadius(f),
            Hausdorff = new Interval(Math.Max(0, Math.BitDecrement(loss.Lower) / 4), RigorousMeasures.Displacement(f, byHaus).Upper),
            Isometric = new Interval(Math.Max(0, Math.BitDecrement(loss.Lower) / 2), RigorousMeasures.IsometricError(f, byIso).Upper),
            Pair = Pair(f, byIso),
            Reassignment = ReassignmentCheck.Compute(f, byHaus),
        };
    }

    /// <summary>Inputs whose Lemma 1 numbers belong to the pair (f, g); g need not be Triplet-Separated.</summary>
    internal static VerifierInputs PairInputs(Embedding f, Embedding g) =>
        Inputs(f, [f.WithPoints(new double[f.Count * f.Dimension], f.Dimension)]) with { Pair = Pair(f, g) };

    private static NearIsometryPair Pair(Embedding f, Embedding g)
    {
        var error = RigorousMeasures.IsometricError(f, g);
        return new NearIsometryPair(error, new Interval(error.Lower / 2, Procrustes.LeastSquares(f, g).MaxError));
    }

    private static Interval ClassRadius(Embedding f)
    {
        var balls = Enumerable.Range(0, f.ClassCount).Select(k => EnclosingBall.Compute(f, f.Members(k))).ToArray();
        return new Interval(balls.Max(ball => ball.Lower), balls.Max(ball => ball.Upper));
    }

    private static Embedding Contracted(Embedding f, double shrink, double spread)
    {
        var points = new double[f.Count * f.Dimension];
        for (var c = 0; c < f.ClassCount; c++)
        {
            var members = f.Members(c).ToArray();
            for (var k = 0; k < f.Dimension; k++)
            {
                var mean = members.Average(i => f[i][k]);
                foreach (var i in members)
                {
                    points[(i * f.Dimension) + k] = (spread * mean) + (shrink * (f[i][k] - mean));
                }
            }
        }

        return f.WithPoints(points, f.Dimension);
    }

    private static double[] Axis(int dimension, int k)
    {
        var e = new double[dimension];
        e[k] = 1;
        return e;
    }

    internal static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
