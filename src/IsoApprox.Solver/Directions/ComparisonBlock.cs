using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Solver.Directions;

/// <summary>
/// The comparisons a_ij &lt;= s_ik of squared distances, i, j of one class and k of another, a_ij = s_ij + 2 alpha |g_i - g_j| +
/// alpha^2, as terms of an augmented Lagrangian with the radius sigma_i between them eliminated: a_ij &lt;= sigma_i &lt;= s_ik. The best
/// sigma_i balances the multipliers of its anchor. |g_i - g_j| is the distance in the first n coordinates, smoothed: it is what a leaf's
/// slopes stand for, and the relaxation is convex.
/// </summary>
internal sealed class ComparisonBlock
{
    private const int RootSteps = 60;
    private readonly NodePoints _points;
    private readonly double[] _signs;
    private readonly double _margin;
    private readonly double[] _next;
    private readonly double[] _radius;
    private readonly double[] _row;
    private readonly double[] _weights;
    private readonly double[] _pulls;
    private readonly double[] _squares;

    /// <param name="points">The points.</param>
    /// <param name="margin">alpha.</param>
    internal ComparisonBlock(NodePoints points, double margin)
    {
        (_points, _margin) = (points, margin);
        var (m, stride) = (points.Count, points.Stride);
        Multipliers = new double[m * stride];
        _next = new double[m * stride];
        _signs = new double[m * stride];
        _radius = new double[m];
        _squares = new double[m];
        (_row, _weights, _pulls) = (new double[stride], new double[stride], new double[stride]);
        SquaredInPlane = new double[m * stride];
        for (var i = 0; i < m; i++)
        {
            Array.Fill(_signs, -1, i * stride, m);
            Array.Fill(_signs, 1, (i * stride) + points.BlockStart[i], points.BlockEnd[i] - points.BlockStart[i]);
        }
    }

    /// <summary>lambda_ij (same class) and nu_ik (other class), anchor i in row i of Stride numbers.</summary>
    internal double[] Multipliers { get; }

    /// <summary>Squared distances in the first n coordinates, from the last evaluation.</summary>
    internal double[] SquaredInPlane { get; }

    /// <summary>s: sqrt(|x|^2 + s^2) stands for |x|.</summary>
    internal double Smoothing { get; set; } = 1;

    /// <summary>Call after the multipliers were set.</summary>
    internal void Prepare()
    {
        var stride = _points.Stride;
        for (var i = 0; i < _points.Count; i++)
        {
            var sum = 0.0;
            foreach (var z in Multipliers.AsSpan(i * stride, stride))
            {
                sum += z * z;
            }

            _squares[i] = sum;
        }
    }

    /// <summary>Adds value and gradient.</summary>
    /// <param name="x">Coordinates.</param>
    /// <param name="coordinates">n and lifted coordinates.</param>
    /// <param name="c">Penalty.</param>
    /// <param name="gradient">Receives the gradient.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double Add(ReadOnlySpan<double> x, int coordinates, double c, Span<double> gradient)
    {
        var value = 0.0;
        var stride = _points.Stride;
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var row = ref MemoryMarshal.GetArrayDataReference(_row);
        for (var i = 0; i < _points.Count; i++)
        {
            ref var plane = ref SquaredInPlane[i * stride];
            for (var j = 0; j < stride; j += 4)
            {
                var sum = Vector256<double>.Zero;
                for (var k = 0; k < _points.Dimension; k++)
                {
                    var difference = Vector256.LoadUnsafe(ref px, (nuint)((k * stride) + j)) - Vector256.Create(x[(k * stride) + i]);
                    sum = Vector256.FusedMultiplyAdd(difference, difference, sum);
                }

                sum.StoreUnsafe(ref plane, (nuint)j);
                for (var k = _points.Dimension; k < coordinates; k++)
                {
                    var difference = Vector256.LoadUnsafe(ref px, (nuint)((k * stride) + j)) - Vector256.Create(x[(k * stride) + i]);
                    sum = Vector256.FusedMultiplyAdd(difference, difference, sum);
                }

                sum.StoreUnsafe(ref row, (nuint)j);
            }

            if (_points.BlockEnd[i] - _points.BlockStart[i] == _points.Count)
            {
                continue;
            }

            AddMargin(i);
            if (_squares[i] == 0 && IsSlack(i))
            {
                _next.AsSpan(i * stride, stride).Clear();
                continue;
            }

            value += Balance(i, c);
            if (Weights(i))
            {
                Spread(i, x, coordinates, (0, stride), gradient);
                Pull(i, x, gradient);
            }
        }

        return value;
    }

    /// <summary>Takes the multipliers of the last evaluation; returns the largest change.</summary>
    internal double Update()
    {
        var change = 0.0;
        for (var e = 0; e < _next.Length; e++)
        {
            change = Math.Max(change, Math.Abs(_next[e] - Multipliers[e]));
            Multipliers[e] = _next[e];
        }

        Prepare();
        return change;
    }

    /// <summary>Makes the squared distances of an anchor's positives a_ij and keeps alpha over the smoothed distances.</summary>
    private void AddMargin(int i)
    {
        if (_margin == 0)
        {
            return;
        }

        ref var row = ref MemoryMarshal.GetArrayDataReference(_row);
        var (square, smoothing) = (Vector256.Create(_margin * _margin), Vector256.Create(Smoothing * Smoothing));
        var (start, end) = Block(i);
        for (var j = start; j < end; j += 4)
        {
            var sign = Vector256.LoadUnsafe(ref _signs[i * _points.Stride], (nuint)j);
            var distance = Vector256.Sqrt(Vector256.LoadUnsafe(ref SquaredInPlane[i * _points.Stride], (nuint)j) + smoothing);
            var isPositive = Vector256.GreaterThan(sign, Vector256<double>.Zero);
            var added = square + (2 * _margin * distance);
            (Vector256.LoadUnsafe(ref row, (nuint)j) + Vector256.BitwiseAnd(added, isPositive)).StoreUnsafe(ref row, (nuint)j);
            Vector256.BitwiseAnd(Vector256.Create(_margin) / distance, isPositive).StoreUnsafe(ref _pulls[0], (nuint)j);
        }

        _row[i] = _margin * _margin;
    }

    /// <summary>The gradient of 2 alpha times the smoothed distances.</summary>
    private void Pull(int i, ReadOnlySpan<double> x, Span<double> gradient)
    {
        if (_margin == 0)
        {
            return;
        }

        var (start, end) = Block(i);
        for (var j = start; j < end; j += 4)
        {
            var next = Vector256.LoadUnsafe(ref _next[i * _points.Stride], (nuint)j);
            (2 * next * Vector256.LoadUnsafe(ref _pulls[0], (nuint)j)).StoreUnsafe(ref _weights[0], (nuint)j);
        }

        Spread(i, x, _points.Dimension, (start, end), gradient);
    }

    /// <summary>The vectors that hold the positives of an anchor.</summary>
    private (int Start, int End) Block(int i) => (_points.BlockStart[i] & ~3, (_points.BlockEnd[i] + 3) & ~3);

    /// <summary>True when no positive of an anchor is above a negative: without multipliers there are no terms.</summary>
    private bool IsSlack(int i)
    {
        var stride = _points.Stride;
        ref var row = ref MemoryMarshal.GetArrayDataReference(_row);
        ref var sign = ref _signs[i * stride];
        var (far, near) = (Vector256<double>.Zero, Vector256.Create(double.MaxValue));
        for (nuint j = 0; j < (nuint)stride; j += 4)
        {
            var (s, distance) = (Vector256.LoadUnsafe(ref sign, j), Vector256.LoadUnsafe(ref row, j));
            far = Vector256.Max(far, Vector256.BitwiseAnd(distance, Vector256.GreaterThan(s, Vector256<double>.Zero)));
            near = Vector256.Min(near, Vector256.ConditionalSelect(Vector256.LessThan(s, Vector256<double>.Zero), distance, near));
        }

        var (largest, least) = (far[0], near[0]);
        for (var k = 1; k < 4; k++)
        {
            (largest, least) = (Math.Max(largest, far[k]), Math.Min(least, near[k]));
        }

        return largest <= least;
    }

    /// <summary>
    /// Finds sigma_i and the next multipliers of anchor i from the distances in <see cref="_row"/>; returns the term's value.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Balance(int i, double c)
    {
        var stride = _points.Stride;
        ref var row = ref MemoryMarshal.GetArrayDataReference(_row);
        ref var sign = ref _signs[i * stride];
        ref var old = ref Multipliers[i * stride];
        ref var next = ref _next[i * stride];
        var (low, high, radius) = (double.NegativeInfinity, double.PositiveInfinity, _radius[i]);
        var (vc, zero, squares) = (Vector256.Create(c), Vector256<double>.Zero, 0.0);
        for (var step = 0; step < RootSteps; step++)
        {
            var (balance, slope, square) = (zero, zero, zero);
            var level = Vector256.Create(radius);
            for (nuint j = 0; j < (nuint)stride; j += 4)
            {
                var s = Vector256.LoadUnsafe(ref sign, j);
                var z = Vector256.FusedMultiplyAdd(vc * s, Vector256.LoadUnsafe(ref row, j) - level, Vector256.LoadUnsafe(ref old, j));
                var counts = Vector256.GreaterThan(z, zero);
                z = Vector256.BitwiseAnd(z, counts);
                z.StoreUnsafe(ref next, j);
                balance -= s * z;
                slope += Vector256.BitwiseAnd(s * s, counts);
                square = Vector256.FusedMultiplyAdd(z, z, square);
            }

            squares = Vector256.Sum(square);
            var (r, number) = (Vector256.Sum(balance), Vector256.Sum(slope));
            if (Math.Abs(r) < 1e-15 || number == 0)
            {
                break;
            }

            (low, high) = r > 0 ? (low, radius) : (radius, high);
            var newton = radius - (r / (c * number));
            if (!(newton > low && newton < high) && double.IsFinite(low) && double.IsFinite(high))
            {
                newton = 0.5 * (low + high);
            }

            if (Math.Abs(newton - radius) <= 1e-15 * (1 + Math.Abs(radius)))
            {
                break;
            }

            radius = newton;
        }

        _radius[i] = radius;
        return (squares - _squares[i]) / (2 * c);
    }

    private bool Weights(int i)
    {
        var stride = _points.Stride;
        var any = Vector256<double>.Zero;
        ref var weights = ref MemoryMarshal.GetArrayDataReference(_weights);
        for (nuint j = 0; j < (nuint)stride; j += 4)
        {
            var w = Vector256.LoadUnsafe(ref _next[i * stride], j) * Vector256.LoadUnsafe(ref _signs[i * stride], j);
            (w + w).StoreUnsafe(ref weights, j);
            any = Vector256.BitwiseOr(any, w);
        }

        return any != Vector256<double>.Zero;
    }

    private void Spread(int i, ReadOnlySpan<double> x, int coordinates, (int Start, int End) places, Span<double> gradient)
    {
        var stride = _points.Stride;
        ref var weights = ref MemoryMarshal.GetArrayDataReference(_weights);
        for (var k = 0; k < coordinates; k++)
        {
            ref var px = ref MemoryMarshal.GetReference(x[(k * stride)..]);
            ref var pg = ref MemoryMarshal.GetReference(gradient[(k * stride)..]);
            var (own, sum) = (Vector256.Create(x[(k * stride) + i]), Vector256<double>.Zero);
            for (var j = (nuint)places.Start; j < (nuint)places.End; j += 4)
            {
                var flow = Vector256.LoadUnsafe(ref weights, j) * (Vector256.LoadUnsafe(ref px, j) - own);
                (Vector256.LoadUnsafe(ref pg, j) + flow).StoreUnsafe(ref pg, j);
                sum += flow;
            }

            gradient[(k * stride) + i] -= Vector256.Sum(sum);
        }
    }
}
