namespace IsoApprox.Kernels;

/// <summary>
/// The best pair so far, shared between workers: each worker reads it at the start of a tile, so that all sift against the best known
/// value.
/// </summary>
internal sealed class SharedBest
{
    private readonly Lock _gate = new();
    private (double Value, int First, int Second) _best = (-1, int.MaxValue, int.MaxValue);
    private double _value = -1;

    internal (double Value, int First, int Second) Best
    {
        get
        {
            lock (_gate)
            {
                return _best;
            }
        }
    }

    /// <summary>The larger value; on ties the lower rows.</summary>
    internal static bool IsBetter(double value, int first, int second, (double Value, int First, int Second) than) =>
        value > than.Value || (value == than.Value && (first < than.First || (first == than.First && second < than.Second)));

    /// <summary>Offers a worker's best and returns the better one.</summary>
    internal (double Value, int First, int Second) Exchange((double Value, int First, int Second) own)
    {
        if (Volatile.Read(ref _value) == own.Value)
        {
            return own;
        }

        lock (_gate)
        {
            if (IsBetter(own.Value, own.First, own.Second, _best))
            {
                _best = own;
                Volatile.Write(ref _value, own.Value);
            }

            return _best;
        }
    }

    /// <summary>Offers a worker's last word.</summary>
    internal void Merge((double Value, int First, int Second) own)
    {
        lock (_gate)
        {
            _best = IsBetter(own.Value, own.First, own.Second, _best) ? own : _best;
        }
    }
}
