using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace IsoApprox.Cli.Tests.Malformed;

/// <summary>Points and labels in .npy and .npz.</summary>
internal static class BinaryPoints
{
    private static readonly byte[] Numbers = [.. new[] { 1.0, 2, 3, 4, 5, 6 }.SelectMany(BitConverter.GetBytes)];

    private static readonly string[] Headers =
    [
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 3), }", "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3037000500, 3037000500), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999, 2), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-3, 2), }", "{'descr': '<f8', 'fortran_order': False, 'shape': (3.0, 2), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (6,), }", "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2, 1), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (), }", "{'descr': '<f8', 'fortran_order': False, 'shape': 6, }",
        "{'descr': '<f8', 'fortran_order': False, }", "{'descr': '<f8', 'fortran_order': 0, 'shape': (3, 2), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (3, 2), }",
        "{'descr': '<c16', 'fortran_order': False, 'shape': (3, 1), }", "{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (3, 2), }",
        "{'descr': '<f16', 'fortran_order': False, 'shape': (3, 1), }", "{'descr': '<U2', 'fortran_order': False, 'shape': (3, 2), }",
        "{'descr': [('x', '<f8'), ('y', '<f8')], 'fortran_order': False, 'shape': (3,), }",
        "{'descr': 'f8', 'fortran_order': False, 'shape': (3, 2), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), 'evil': __import__('os')}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2)", "garbage", "",
        "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }", "{\u001b[2J'descr': '<f8'}",
    ];

    private const string Right = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }";
    private const string RightLabels = "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }";

    internal static IEnumerable<MalformedInput> All()
    {
        for (var k = 0; k < Headers.Length; k++)
        {
            yield return Npy($"npy header {k}", Array(Headers[k], Numbers), true);
        }

        foreach (var (k, value) in new[] { double.NaN, double.PositiveInfinity }.Index())
        {
            yield return Npy($"npy with {value}", Array(Right, [.. Numbers[..^8], .. BitConverter.GetBytes(value)]), true);
        }

        var right = Array(Right, Numbers);
        foreach (var length in new[] { 0, 1, 6, 9, 20, right.Length - 1 })
        {
            yield return Npy($"npy cut to {length} bytes", right[..length], true);
        }

        yield return Npy("npy with a byte too many", [.. right, 0], true);
        yield return Npy("npy of version 9", [.. right[..6], 9, .. right[7..]], true);
        foreach (var input in Labels().Concat(Archives()).Concat(Damaged(right)))
        {
            yield return input;
        }
    }

    private static IEnumerable<MalformedInput> Labels()
    {
        (string Header, byte[] Data)[] labels =
        [
            ("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", [0, 1]),
            ("{'descr': '|u1', 'fortran_order': False, 'shape': (4294967296,), }", [0, 1, 2]),
            ("{'descr': '|u1', 'fortran_order': False, 'shape': (3, 2), }", [0, 1, 2, 3, 4, 5]),
            (
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }",
                [.. new float[] { 0, 1.5f, 2 }.SelectMany(BitConverter.GetBytes)]),
            ("{'descr': '<U1', 'fortran_order': False, 'shape': (3,), }", [1, 0, 0, 0x70, 65, 0, 0, 0, 65, 0, 0, 0]),
            ("{'descr': '|S2', 'fortran_order': False, 'shape': (3,), }", [0xC3, 0x28, 65, 0, 65, 0]),
            ("{'descr': '<U1', 'fortran_order': False, 'shape': (3,), }", new byte[12]),
            ("{'descr': '|O', 'fortran_order': False, 'shape': (3,), }", [0, 1, 2]),
        ];
        foreach (var (k, (header, data)) in labels.Index())
        {
            yield return new MalformedInput(
                $"npy labels {k}", ["measure", "{d}/x.npy", "--labels", "{d}/y.npy", "--json"],
                [("x.npy", Array(Right, Numbers)), ("y.npy", Array(header, data))], true);
        }
    }

    private static IEnumerable<MalformedInput> Archives()
    {
        var (x, y) = (Array(Right, Numbers), Array(RightLabels, [0, 0, 1]));
        (string Name, byte[] Content, string[] More)[] archives =
        [
            ("empty", [], []), ("text", "points"u8.ToArray(), []), ("no arrays", Zip(), []),
            ("no labels of that name", Zip(("X.npy", x)), ["--labels-key", "z"]),
            ("no points", Zip(("y.npy", y)), []),
            ("other names", Zip(("a.npy", x), ("b.npy", y)), []),
            ("names that are asked for and missing", Zip(("X.npy", x), ("y.npy", y)), ["--points-key", "emb"]),
            ("points twice", Zip(("X.npy", x), ("X.npy", x), ("y.npy", y)), []),
            ("an entry that is no array", Zip(("X.npy", [1, 2, 3]), ("y.npy", y)), []),
            ("an empty entry", Zip(("X.npy", []), ("y.npy", y)), []),
            (
                "labels of another number", Zip(
                    ("X.npy", x), ("y.npy", Array("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", [0, 1]))), []),
            ("points as labels", Zip(("X.npy", x), ("y.npy", x)), []),
            ("a column asked for", Zip(("X.npy", x), ("y.npy", y)), ["--label-column", "y"]),
            ("the points cut in the archive", Zip(("X.npy", x[..^4]), ("y.npy", y)), []),
            ("no end", Zip(("X.npy", x), ("y.npy", y))[..^20], []),
        ];
        foreach (var (name, content, more) in archives)
        {
            yield return new MalformedInput($"npz: {name}", ["measure", "{d}/x.npz", "--json", .. more], [("x.npz", content)], true);
        }

        // A gigabyte of zeros in a megabyte, for which there are three labels.
        yield return new MalformedInput("npz: a bomb", ["measure", "{d}/x.npz", "--json"], [("x.npz", Bomb())], true);
    }

    private static IEnumerable<MalformedInput> Damaged(byte[] right)
    {
        var random = new Random(1412);
        for (var k = 0; k < 25; k++)
        {
            yield return Npy($"damaged npy {k}", Damage.Of(right, random), false);
        }

        var archive = Zip(("X.npy", right), ("y.npy", Array(RightLabels, [0, 0, 1])));
        for (var k = 0; k < 25; k++)
        {
            yield return new MalformedInput(
                $"damaged npz {k}", ["measure", "{d}/x.npz", "--json"], [("x.npz", Damage.Of(archive, random))], false);
        }
    }

    private static MalformedInput Npy(string name, byte[] content, bool refused) => new(
        name,
        ["measure", "{d}/x.npy", "--labels", "{d}/l.txt", "--thickness", "bounds", "--json"],
        [("x.npy", content), MalformedInput.Text("l.txt", "a\na\nb\n")],
        refused,
        result => PointTables.Agrees(result, Rows(content)));

    /// <summary>
    /// The rows of a file whose header says three rows of two 8-byte floats; null for other types, which are not decoded here.
    /// </summary>
    private static double[][]? Rows(byte[] content)
    {
        var header = Encoding.Latin1.GetString(content.AsSpan(10, BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(8))));
        if (!Regex.IsMatch(header, "['\"]<f8['\"]") || !header.Contains("False", StringComparison.Ordinal)
            || !Regex.IsMatch(header, @"\(\s*0*3L?\s*,\s*0*2L?"))
        {
            return null;
        }

        var values = Enumerable.Range(0, 6)
            .Select(k => BinaryPrimitives.ReadDoubleLittleEndian(content.AsSpan(content.Length - 48 + (8 * k)))).ToArray();
        return [values[..2], values[2..4], values[4..]];
    }

    private static byte[] Array(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. text, .. data];
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Bomb()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var points = archive.CreateEntry("X.npy", CompressionLevel.Fastest).Open())
            {
                points.Write(Array("{'descr': '<f8', 'fortran_order': False, 'shape': (1048576, 128), }", []));
                var zeros = new byte[1 << 20];
                for (var k = 0; k < 1024; k++)
                {
                    points.Write(zeros);
                }
            }

            using var labels = archive.CreateEntry("y.npy").Open();
            labels.Write(Array(RightLabels, [0, 0, 1]));
        }

        return stream.ToArray();
    }
}
