namespace IsoApprox.Arithmetic;

/// <summary>Points as rows of coordinates, all that the kernels need to know of an embedding.</summary>
internal interface IPointRows
{
    /// <summary>Number of points N.</summary>
    int Count { get; }

    /// <summary>Number of coordinates n of each point.</summary>
    int Dimension { get; }

    /// <summary>All coordinates, row-major, length N n.</summary>
    ReadOnlySpan<double> Coordinates { get; }

    /// <summary>The coordinates of point <paramref name="row"/>.</summary>
    /// <param name="row">0..N-1.</param>
    ReadOnlySpan<double> this[int row] { get; }
}
