using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>
/// Follows the motion of the tangent program, which removes the loss up to second order, until points are nearly Triplet-Separated.
/// </summary>
internal sealed class Tightening(CancellationToken cancellation)
{
    /// <summary>Loss, against the diameter, at which points count as Triplet-Separated.</summary>
    private const double TightLoss = 1e-8;

    /// <summary>Largest move of one step, in diameters.</summary>
    private const double LargestMove = 0.2;

    private const int Steps = 40;

    internal long Evaluations { get; private set; }

    /// <summary>The points reached; null when the loss does not fall.</summary>
    internal Embedding? Apply(Embedding f)
    {
        for (var step = 0; step < Steps && !cancellation.IsCancellationRequested; step++)
        {
            var diameter = Measures.Diameter.Compute(f, cancellation: CancellationToken.None).Value;
            if (Measures.TripletLoss.HardMined(f, cancellation: CancellationToken.None).Value <= TightLoss * diameter)
            {
                return f;
            }

            Evaluations++;
            if (TangentProgram.Solve(f, cancellation) is not { } tangent)
            {
                return null;
            }

            var share = Math.Min(1, LargestMove * diameter / Math.Max(tangent.Motion.Max(Math.Abs), double.Epsilon));
            double[] points = [.. f.Coordinates.ToArray().Zip(tangent.Motion, (x, move) => x + (share * move))];
            f = f.WithPoints(points, f.Dimension);
        }

        return null;
    }
}
