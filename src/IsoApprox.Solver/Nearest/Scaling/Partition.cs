namespace IsoApprox.Solver.Nearest.Scaling;

/// <summary>Elements 0..count-1 in disjoint groups, each alone at first.</summary>
/// <param name="count">Number of elements.</param>
internal sealed class Partition(int count)
{
    private readonly int[] _parent = [.. Enumerable.Range(0, count)];

    /// <summary>A number that two elements have in common exactly when they are in one group; it changes when groups are joined.</summary>
    internal int this[int element]
    {
        get
        {
            while (_parent[element] != element)
            {
                _parent[element] = _parent[_parent[element]];
                element = _parent[element];
            }

            return element;
        }
    }

    /// <summary>Joins the groups of two elements; false when they were one.</summary>
    internal bool Join(int first, int second)
    {
        var (a, b) = (this[first], this[second]);
        _parent[a] = b;
        return a != b;
    }
}
