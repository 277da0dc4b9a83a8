using System.Numerics;
using IsoApprox.Arithmetic;

namespace IsoApprox.Tests.Numerics;

public class ExactArithmeticTests
{
    [Fact]
    public void DoublesConvertExactly()
    {
        foreach (var value in new[] { 0, 1, -1, 0.1, double.Epsilon, -double.Epsilon, double.MaxValue, 2.2250738585072014e-308,
            2.2250738585072009e-308, -3.5 })
        {
            ExactDyadic exact = value;
            var back = exact.Exponent >= 0
                ? (double)(exact.Mantissa << exact.Exponent)
                : Math.ScaleB((double)exact.Mantissa, exact.Exponent);
            Assert.Equal(value, back);
        }

        Assert.Throws<ArgumentException>(() => (ExactDyadic)double.NaN);
        Assert.Throws<ArgumentException>(() => (ExactDyadic)double.PositiveInfinity);
    }

    [Fact]
    public void EveryNumericTypeBecomesTheRationalItIs()
    {
        Assert.Equal(new ExactRational(3, 2), (ExactRational)1.5);
        Assert.Equal(new ExactRational(3, 2), (ExactRational)1.5f);
        Assert.Equal(new ExactRational(3, 2), (ExactRational)1.5m);
        Assert.Equal(new ExactRational(-123, 1000), (ExactRational)(-0.123m));
        Assert.Equal(new ExactRational(BigInteger.Parse("79228162514264337593543950335", null), 1), (ExactRational)decimal.MaxValue);
        Assert.Equal(new ExactRational((BigInteger.One << 60) + 1, 1), (ExactRational)((1L << 60) + 1));
        Assert.Equal(new ExactRational(ulong.MaxValue, 1), (ExactRational)ulong.MaxValue);
        Assert.Equal(new ExactRational(5, 1), (ExactRational)5);
        Assert.Equal(ExactRational.From(double.Epsilon), (ExactRational)double.Epsilon);
        Assert.Throws<ArgumentException>(() => (ExactRational)double.NaN);
        Assert.Equal(new ExactDyadic((BigInteger.One << 60) + 1, 0), (ExactDyadic)((1L << 60) + 1));
    }

    [Fact]
    public void DyadicNumbersRoundToTheDoublesBesideThem()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 4000; trial++)
        {
            var mantissa = random.Next(6) == 0
                ? (1L << 53) - 1 + random.Next(3)
                : random.NextInt64(-1L << random.Next(2, 62), 1L << random.Next(2, 62));
            var exact = new ExactDyadic(mantissa, random.Next(-1140, 960));
            var (down, nearest, up) = (exact.RoundDown(), exact.Nearest(), exact.RoundUp());
            Assert.True(down <= up && (ExactDyadic)down <= exact && (ExactDyadic)up >= exact);
            Assert.True(down == up ? (ExactDyadic)down == exact : Math.BitIncrement(down) == up);
            Assert.True(nearest == down || nearest == up);
            var (below, above) = (exact - down, up - exact);
            Assert.True(below == above || nearest == (below < above ? down : up));
            Assert.Equal(exact.RoundDown(), ((ExactRational)exact).RoundDown());
        }

        var huge = new ExactDyadic(BigInteger.One, 1024);
        Assert.Equal(
            (double.MaxValue, double.PositiveInfinity, double.PositiveInfinity), (huge.RoundDown(), huge.RoundUp(), huge.Nearest()));
        Assert.Equal(
            (double.NegativeInfinity, double.MinValue), (new ExactDyadic(-1, 1024).RoundDown(), new ExactDyadic(-1, 1024).RoundUp()));
        Assert.Equal(
            (double.MaxValue, double.PositiveInfinity),
            (new ExactDyadic((BigInteger.One << 60) - 1, 964).RoundDown(), new ExactDyadic((BigInteger.One << 60) - 1, 964).RoundUp()));
        Assert.Equal((0.0, double.Epsilon), (new ExactDyadic(1, -2000).RoundDown(), new ExactDyadic(1, -2000).RoundUp()));
    }

    [Fact]
    public void SumsOfRootsHaveTheirExactSign()
    {
        var (random, zeros) = (new Random(4), 0);
        for (var trial = 0; trial < 4000; trial++)
        {
            var terms = Enumerable.Range(0, 4).Select(_ => (long)random.Next(3) * random.Next(40)).ToArray();
            if (trial % 2 == 0)
            {
                // sqrt(a^2 k) + sqrt(b^2 k) - sqrt((a + b)^2 k) = 0, one unit beside it, and permutations of equal terms.
                var (a, b, k) = (random.Next(9), random.Next(9), random.Next(1, 9));
                terms = [a * a * k, b * b * k, ((a + b) * (a + b) * k) + (random.Next(4) == 0 ? 1 : 0), 0];
            }

            var unit = random.Next(-400, 400) * 2;
            var values = Array.ConvertAll(terms, t => new ExactDyadic(t, unit));
            var expected = Oracles.ExactOracle.RootSign((terms[0], 1), (terms[1], 1), (terms[2], -1), (terms[3], -1));
            zeros += expected == 0 ? 1 : 0;
            Assert.Equal(expected, RootSums.Sign(values[0], values[1], values[2], values[3]));
            var (lower, upper) = RootSums.Bounds(values[0], values[1], values[2], values[3]);
            Assert.True(lower.Sign == expected && upper.Sign == expected && lower <= upper);
            Assert.True((upper - lower) * new ExactDyadic(1, 60) <= (expected < 0 ? ExactDyadic.Zero - upper : upper));
        }

        Assert.True(zeros > 500);
    }

    [Fact]
    public void WideDoublesAddAndCompareAcrossAllExponents()
    {
        WideDouble tiny = double.Epsilon, huge = double.MaxValue;
        Assert.True(tiny * double.Epsilon > default(WideDouble) && (tiny * double.Epsilon) / double.Epsilon == tiny);
        Assert.Equal(double.MaxValue, (double)((huge + huge) / 2.0));
        Assert.Equal(double.PositiveInfinity, (double)(huge + huge));
        Assert.Equal(default, huge - huge);
        Assert.Equal(0.0, (double)(tiny - tiny));
        Assert.True(huge + tiny == huge && tiny < huge && huge >= huge + tiny && (tiny - huge) < (huge - tiny));
        Assert.Equal(1.25, (double)((WideDouble)1.5 - 0.25));
        Assert.Equal(4.0, (double)((WideDouble)2.0).Squared());
        var random = new Random(5);
        for (var trial = 0; trial < 1000; trial++)
        {
            var (x, y) = (random.NextDouble() - 0.5, Math.ScaleB(random.NextDouble() - 0.5, random.Next(-70, 70)));
            Assert.Equal(
                (x + y, x - y, x * y, x / y),
                ((double)((WideDouble)x + y), (double)((WideDouble)x - y), (double)((WideDouble)x * y), (double)((WideDouble)x / y)));
            Assert.Equal(x.CompareTo(y), ((WideDouble)x).CompareTo(y));
        }
    }

    [Fact]
    public void EqualValuesAreEqualWhateverTheRepresentation()
    {
        var (a, b) = (new ExactDyadic(1, 3), new ExactDyadic(8, 0));
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.True(a >= b && a <= b && !(a < b) && !(a > b));
        Assert.Equal(new ExactDyadic(0, 5), ExactDyadic.Zero);
        Assert.Equal(new ExactDyadic(BigInteger.Parse("10", null), 0), (ExactDyadic)2.5 * 4.0);
        Assert.Equal(-1, ((ExactDyadic)0.1 + 0.2 - 0.3).CompareTo(1e-16));
    }

    [Fact]
    public void SquareRootsAreEnclosedTightly()
    {
        var rng = new Random(1);
        for (var trial = 0; trial < 500; trial++)
        {
            ExactDyadic value = rng.NextDouble() * Math.Pow(2, rng.Next(-300, 300));
            var (lower, upper) = value.SqrtBounds();
            Assert.True(lower * lower <= value && upper * upper >= value);
            Assert.True((upper - lower) * Math.Pow(2, 150) <= upper);
        }

        Assert.Equal(((ExactDyadic)3.0, (ExactDyadic)3.0), ((ExactDyadic)9.0).SqrtBounds());
        Assert.Equal((ExactDyadic.Zero, ExactDyadic.Zero), ExactDyadic.Zero.SqrtBounds());
        Assert.Throws<ArgumentException>(() => ((ExactDyadic)(-1.0)).SqrtBounds());
    }

    [Theory]
    [InlineData(ExactDefiniteness.Definite, 2, 1, 2)]
    [InlineData(ExactDefiniteness.Semidefinite, 1, 1, 1)]
    [InlineData(ExactDefiniteness.Semidefinite, 0, 0, 5)]
    [InlineData(ExactDefiniteness.Semidefinite, 0, 0, 0)]
    [InlineData(ExactDefiniteness.NotSemidefinite, 0, 1, 5)]
    [InlineData(ExactDefiniteness.NotSemidefinite, 1, 2, 1)]
    [InlineData(ExactDefiniteness.NotSemidefinite, -1, 0, 1)]
    [InlineData(ExactDefiniteness.NotSemidefinite, 1, 0, -1)]
    public void ClassifiesTwoByTwo(ExactDefiniteness expected, double a, double b, double c) =>
        Assert.Equal(expected, ExactElimination.Classify(new ExactDyadic[,] { { a, b }, { b, c } }));

    [Fact]
    public void ClassifiesGramMatricesByTheirRank()
    {
        // B B^T of an integer N x k matrix is semidefinite; definite exactly when the rank is N. The rank comes from elimination over the
        // rationals modulo a large prime.
        var rng = new Random(2);
        for (var trial = 0; trial < 300; trial++)
        {
            var (size, rank) = (1 + rng.Next(6), 1 + rng.Next(6));
            var b = new long[size, rank];
            foreach (var i in Enumerable.Range(0, size * rank))
            {
                b[i / rank, i % rank] = rng.Next(-3, 4);
            }

            var gram = new ExactDyadic[size, size];
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j < size; j++)
                {
                    gram[i, j] = Enumerable.Range(0, rank).Sum(k => (double)(b[i, k] * b[j, k]));
                }
            }

            var expected = RankModuloPrime(b) == size ? ExactDefiniteness.Definite : ExactDefiniteness.Semidefinite;
            Assert.Equal(expected, ExactElimination.Classify(gram));
        }
    }

    [Fact]
    public void MinimumIsTheQuadraticFormOfTheInverse()
    {
        // A = [[2,1,0],[1,2,0],[0,0,0]], b = (1,0,0): b^T A^+ b = 2/3. b = (0,0,1) is outside the range.
        var a = new ExactDyadic[,] { { 2.0, 1.0, 0.0 }, { 1.0, 2.0, 0.0 }, { 0.0, 0.0, 0.0 } };
        var (definiteness, inRange, numerator, denominator) =
            ExactElimination.Minimise(a, new ExactDyadic[,] { { 1.0 }, { 0.0 }, { 0.0 } });
        Assert.Equal(ExactDefiniteness.Semidefinite, definiteness);
        Assert.True(inRange);
        Assert.Equal(numerator * 3.0, denominator * 2.0);
        Assert.False(ExactElimination.Minimise(a, new ExactDyadic[,] { { 0.0 }, { 0.0 }, { 1.0 } }).InRange);

        // Scaling A by 1/8 and b by 1/4: 8/16 of the value. Two columns add up.
        var eighth = new ExactDyadic[,] { { 0.25, 0.125 }, { 0.125, 0.25 } };
        var scaled = ExactElimination.Minimise(eighth, new ExactDyadic[,] { { 0.25, 0.25 }, { 0.0, 0.0 } });
        Assert.Equal(scaled.Numerator * 3.0, scaled.Denominator * 2.0);
    }

    private static int RankModuloPrime(long[,] matrix)
    {
        const long prime = 2147483647;
        var (rows, columns, rank) = (matrix.GetLength(0), matrix.GetLength(1), 0);
        var a = (long[,])matrix.Clone();
        for (var c = 0; c < columns && rank < rows; c++)
        {
            var pivot = Enumerable.Range(rank, rows - rank).FirstOrDefault(r => a[r, c] % prime != 0, -1);
            if (pivot < 0)
            {
                continue;
            }

            for (var k = 0; k < columns; k++)
            {
                (a[rank, k], a[pivot, k]) = (a[pivot, k], a[rank, k]);
            }

            var inverse = (long)BigInteger.ModPow(((a[rank, c] % prime) + prime) % prime, prime - 2, prime);
            for (var r = rank + 1; r < rows; r++)
            {
                var factor = (long)((BigInteger)a[r, c] * inverse % prime);
                for (var k = 0; k < columns; k++)
                {
                    a[r, k] = (long)((a[r, k] - ((BigInteger)factor * a[rank, k])) % prime);
                }
            }

            rank++;
        }

        return rank;
    }
}
