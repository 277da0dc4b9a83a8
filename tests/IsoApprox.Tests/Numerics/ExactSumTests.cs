using IsoApprox.Arithmetic;

namespace IsoApprox.Tests.Numerics;

public class ExactSumTests
{
    [Fact]
    public void SignsAndRoundingsAgreeWithDyadicRationalsOnEveryScale()
    {
        var rng = new Random(1);
        for (var trial = 0; trial < 4000; trial++)
        {
            var count = 1 + rng.Next(ExactSum.LargestLength);
            var values = new double[count];
            var factors = new long[count];
            for (var k = 0; k < count; k++)
            {
                values[k] = Value(rng, trial % 6);
                factors[k] = rng.Next(4) == 0 ? rng.NextInt64(-1L << 40, 1L << 40) : rng.Next(-4, 5);
                if (k > 0 && rng.Next(3) == 0)
                {
                    (values[k], factors[k]) = (values[k - 1], -factors[k - 1]); // cancels
                }
            }

            var exact = ExactDyadic.Zero;
            for (var k = 0; k < count; k++)
            {
                exact += (ExactDyadic)values[k] * new ExactDyadic(factors[k], 0);
            }

            Assert.Equal(exact.Sign, ExactSum.Sign(values, factors));
            var up = ExactSum.RoundUp(values, factors);
            Assert.True(double.IsPositiveInfinity(up) || (ExactDyadic)up >= exact, $"trial {trial}");
            Assert.True(
                Math.BitDecrement(up) is double.NegativeInfinity || (ExactDyadic)Math.BitDecrement(up) < exact,
                $"trial {trial}: {up:R} is not the smallest");
            var down = ExactSum.RoundDown(values, factors);
            Assert.True(double.IsNegativeInfinity(down) || (ExactDyadic)down <= exact, $"trial {trial}");
            Assert.True(
                Math.BitIncrement(down) is double.PositiveInfinity || (ExactDyadic)Math.BitIncrement(down) > exact,
                $"trial {trial}: {down:R} is not the largest");
        }
    }

    private static double Value(Random rng, int kind) => kind switch
    {
        0 => rng.Next(-3, 4),
        1 => rng.NextDouble() - 0.5,
        2 => (rng.NextDouble() - 0.5) * Math.Pow(10, rng.Next(-320, 300)),
        3 => double.Epsilon * rng.Next(-5, 6),
        4 => double.MaxValue * (rng.NextDouble() - 0.5),
        _ => rng.Next(2) == 0 ? 1e300 * rng.Next(-2, 3) : 1e-320 * rng.Next(-2, 3),
    };
}
