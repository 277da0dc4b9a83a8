using System.Numerics;
using IsoApprox.Arithmetic;

namespace IsoApprox.Tests.Oracles;

/// <summary>Doubles against exact numbers of <see cref="ExactOracle"/>.</summary>
internal static class ExactAssert
{
    /// <summary>Binary digits below 2^-1074 in which sums of roots are given.</summary>
    internal const int Digits = 16;

    /// <summary>Enough of them for any cancellation of doubles.</summary>
    internal const int ManyDigits = 3300;

    /// <summary>2^-53 with room for sums of n terms.</summary>
    internal const int RelativeDigits = 45;

    /// <summary>The value is the exact one, in <see cref="ManyDigits"/>, rounded: within a unit in the last place, 0 only where that is
    /// 0.</summary>
    internal static void Rounded(BigInteger exact, double value)
    {
        var slack = (BigInteger.Abs(exact) >> 52) + (BigInteger.One << ManyDigits) + 4;
        Assert.True(BigInteger.Abs((ExactOracle.Integer(value) << ManyDigits) - exact) <= slack, $"{value:R} is not the value rounded");
    }

    /// <summary>The value is within a tolerance, given like the exact one, and the rounding of subnormal results.</summary>
    internal static void Within(BigInteger exact, double value, BigInteger tolerance)
    {
        var slack = (tolerance >> RelativeDigits) + (BigInteger.One << Digits);
        Assert.True(BigInteger.Abs((ExactOracle.Integer(value) << Digits) - exact) <= slack, $"{value:R} is not within the tolerance");
    }

    /// <summary>The distance is the root of an exact square, to rounding; infinite where there is none.</summary>
    internal static void Distance(BigInteger? squared, double distance)
    {
        if (squared is not { } exact)
        {
            Assert.Equal(double.PositiveInfinity, distance);
            return;
        }

        var root = ExactOracle.Root(exact << (2 * Digits));
        Within(root, distance, root);
    }

    internal static void Encloses(Interval interval, BigInteger squared)
    {
        Assert.True(
            interval.Lower >= 0 && BigInteger.Pow(ExactOracle.Integer(interval.Lower), 2) <= squared, $"{interval} starts too high");
        Assert.True(
            double.IsInfinity(interval.Upper) || BigInteger.Pow(ExactOracle.Integer(interval.Upper), 2) >= squared,
            $"{interval} ends too low");
    }

    /// <summary>Squares of distances that are equal up to the rounding of a distance.</summary>
    internal static void Close(BigInteger expected, BigInteger actual) =>
        Assert.True(BigInteger.Abs(expected - actual) <= (expected >> (RelativeDigits - 1)) + 8 * ExactOracle.Root(expected) + 8);
}
