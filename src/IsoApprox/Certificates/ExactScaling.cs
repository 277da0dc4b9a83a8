namespace IsoApprox.Certificates;

/// <summary>Runs a check on the problem times a power of two when squares of its distances would leave the range of double. All distances scale exactly; so
/// does the bound.</summary>
internal static class ExactScaling
{
    private const int Comfortable = 200;

    internal static CertificateVerdict Check(NearestProblem problem, Func<NearestProblem, CertificateVerdict> check)
    {
        var largest = problem.Margin;
        foreach (var x in problem.Points.Coordinates)
        {
            largest = Math.Max(largest, Math.Abs(x));
        }

        var exponent = largest > 0 ? Math.ILogB(largest) : 0;
        if (Math.Abs(exponent) < Comfortable)
        {
            return check(problem);
        }

        var scaled = problem.Points.Coordinates.ToArray();
        var exact = Rescale(problem.Margin, -exponent, out var margin);
        for (var k = 0; k < scaled.Length; k++)
        {
            exact &= Rescale(scaled[k], -exponent, out scaled[k]);
        }

        if (!exact)
        {
            return check(problem);
        }

        var verdict = check(new NearestProblem(problem.Points.WithPoints(scaled, problem.Points.Dimension), problem.Metric, margin, problem.Dimension));
        if (!verdict.Accepted)
        {
            return verdict;
        }

        var lower = Rescale(verdict.Lower, exponent, out var value) ? value : Math.Max(0, Math.BitDecrement(value));
        return Certificate.Accept(problem, lower, "Gram certificate");
    }

    private static bool Rescale(double value, int exponent, out double scaled)
    {
        scaled = Math.ScaleB(value, exponent);
        return Math.ScaleB(scaled, -exponent) == value;
    }
}
