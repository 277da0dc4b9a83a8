namespace IsoApprox.Learning.Losses;

/// <summary>log(1 + e^x), without overflow and without cancellation.</summary>
internal static class Softplus
{
    /// <summary>log(1 + e^x).</summary>
    internal static double Value(double x) => Math.Max(0, x) + LogOnePlus(Math.Exp(-Math.Abs(x)));

    /// <summary>Derivative 1 / (1 + e^-x).</summary>
    internal static double Slope(double x)
    {
        var e = Math.Exp(-Math.Abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /// <summary>log(1 + e) for 0 &lt;= e &lt;= 1, accurate for small e (Kahan's correction of the rounding of 1 + e).</summary>
    internal static double LogOnePlus(double e)
    {
        var sum = 1 + e;
        return sum == 1 ? e : Math.Log(sum) * (e / (sum - 1));
    }
}
