using System.Numerics;
using IsoApprox.Embeddings;
using IsoApprox.Learning.Losses;

namespace IsoApprox.Learning.Tests.Losses;

/// <summary>
/// Cosine distances that are equal are equal, whatever the lengths of the vectors: rounding makes no term active, none inactive, and mines
/// nothing.
/// </summary>
public class CosineTieTests
{
    private static readonly MinedTripletLoss ActiveMean =
        MinedTripletLoss.BatchAll(0, TermMean.ActiveTerms) with { Distance = PairDistance.Cosine };

    [Fact]
    public void On_a_line_the_mean_over_active_terms_is_exactly_two()
    {
        // Directions are 1 and -1: a term is 2 where the positive lies on the other side and the negative on this one, else it is a tie or
        // negative.
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var points = Enumerable.Range(0, 12).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300))).ToArray();
            var labels = Enumerable.Range(0, 12).Select(i => i % 3).ToArray();
            var result = ActiveMean.Evaluate(Embedding.Create(points, 1, labels));
            var expected = Triplets(labels)
                .LongCount(t => Math.Sign(points[t.A]) != Math.Sign(points[t.P]) && Math.Sign(points[t.A]) == Math.Sign(points[t.N]));
            Assert.Equal((expected, expected == 0 ? 0 : 2.0), (result.Active, result.Value));
        }
    }

    [Fact]
    public void Normalised_numbers_on_a_line_are_one_or_minus_one()
    {
        var random = new Random(5);
        for (var k = 0; k < 10_000; k++)
        {
            var x = BitConverter.Int64BitsToDouble(random.NextInt64());
            double[] unit = [double.IsFinite(x) && x != 0 ? x : 1];
            OutputNormalisation.Apply(Normalisation.UnitSphere, unit, 1);
            Assert.Equal(1, Math.Abs(unit[0]));
        }
    }

    [Fact]
    public void Active_terms_are_those_of_exact_arithmetic()
    {
        var ties = 0L;
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var (count, n) = (14, 2 + (seed % 5));

            // Few directions, many lengths: ties abound, and rounding takes each of them for something else.
            var vectors = Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, n).Select(_ => random.Next(-2, 3)).ToArray())
                .ToArray();
            var factors = Enumerable.Range(0, count).Select(_ => random.Next(1, 1000)).ToArray();
            var labels = Enumerable.Range(0, count).Select(i => i % 3).ToArray();
            var f = Embedding.Create([.. vectors.SelectMany((v, i) => v.Select(x => (double)x * factors[i]))], n, labels);
            var signs = Triplets(labels).Select(t => Order(vectors[t.A], vectors[t.P], vectors[t.N])).ToArray();
            var result = ActiveMean.Evaluate(f);
            Assert.Equal(signs.LongCount(sign => sign > 0), result.Active);
            ties += signs.LongCount(sign => sign == 0);
            var semiHard = Triplets(labels).Zip(signs).Where(t => t.Second < 0).Select(t => (t.First.A, t.First.P)).Distinct().LongCount();
            Assert.Equal(semiHard, (MinedTripletLoss.SemiHard(0) with { Distance = PairDistance.Cosine }).Evaluate(f).Terms);
        }

        Assert.True(ties > 3_000, $"{ties} ties are too few to test anything");
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.5000000000000001, 1)]
    [InlineData(0.49999999999999994, 0)]
    public void A_margin_that_is_met_exactly_is_met(double margin, int active)
    {
        // cos(a, p) = 1, cos(a, n) = 1/2: d(a, p) + 1/2 - d(a, n) = 0. The lengths make every rounded cosine wrong in its last digits.
        for (var k = 1; k < 50; k++)
        {
            var f = Embedding.Create([k, k, 0, 3 * k, 3 * k, 0, 7 * k, 0, 7 * k], 3, [0, 0, 1]);
            var loss = MinedTripletLoss.BatchAll(margin) with { Distance = PairDistance.Cosine };
            var result = loss.Evaluate(f);
            Assert.Equal((2, 2L * active), (result.Terms, result.Active));
            Assert.Equal(active > 0, result.Value > 0);
        }
    }

    [Fact]
    public void Of_equal_directions_the_first_row_is_mined()
    {
        // The positives 1, 2, 3 have the direction (1, 2); the negatives 4, 5, 6 the direction (2, 1), as far from the anchor (1, 1).
        var f = Embedding.Create([1, 1, 0.1, 0.2, 3, 6, 7, 14, 2.2, 1.1, 0.2, 0.1, 26, 13], 2, [0, 0, 0, 0, 1, 1, 1]);
        foreach (var positives in new[] { PositiveMining.Hardest, PositiveMining.Easiest })
        {
            var loss = new MinedTripletLoss { Positives = positives, Distance = PairDistance.Cosine, Margin = 1 };
            var slopes = loss.EvaluateWithGradient(Embedding.Create(f.Coordinates, 2, [0, 0, 0, 0, 1, 2, 3])).Gradient;
            Assert.Equal((true, false), (slopes[2] != 0, slopes[12] != 0));
        }
    }

    [Fact]
    public void The_zero_vector_is_as_far_from_everything_as_a_right_angle()
    {
        var f = Embedding.Create([3, 1, 0, 0, -7, 21, 1, 3], 2, [0, 0, 1, 1]);
        var result = ActiveMean.Evaluate(f);

        // Anchor 0: d(a, p) = 1 against d = 1 (a tie, exactly orthogonal) and d = 0.4. Anchor 1: ties. Anchors 2, 3: d(a, p) = 0.2 against
        // 1, 1 and 0.4, 1.
        Assert.Equal(1, result.Active);
        Assert.Equal(0.6, result.Value, Tolerances.Rounding);
    }

    [Fact]
    public void Extreme_lengths_do_not_matter()
    {
        var f = Embedding.Create([1e300, 2e300, 5e-324, 1e-323, 3e-310, 6e-310, 2, 4, 1e-300, 2e-300], 2, [0, 0, 1, 1, 2]);
        Assert.Equal((0, 0.0), (ActiveMean.Evaluate(f).Active, ActiveMean.Evaluate(f).Value));
    }

    private static IEnumerable<(int A, int P, int N)> Triplets(int[] labels) =>
        from a in Enumerable.Range(0, labels.Length)
        from p in Enumerable.Range(0, labels.Length)
        from n in Enumerable.Range(0, labels.Length)
        where p != a && labels[p] == labels[a] && labels[n] != labels[a]
        select (a, p, n);

    /// <summary>Sign of cos(a, n) - cos(a, p) in integers; a zero vector has cosine 0.</summary>
    private static int Order(int[] a, int[] p, int[] n)
    {
        var (an, ap, nn, pp) = (Dot(a, n), Dot(a, p), Dot(n, n), Dot(p, p));
        return (an * BigInteger.Abs(an) * BigInteger.Max(1, pp)).CompareTo(ap * BigInteger.Abs(ap) * BigInteger.Max(1, nn));
    }

    private static BigInteger Dot(int[] x, int[] y) =>
        x.Zip(y, (s, t) => (BigInteger)s * t).Aggregate(BigInteger.Zero, (sum, term) => sum + term);
}
