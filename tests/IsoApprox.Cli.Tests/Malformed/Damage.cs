namespace IsoApprox.Cli.Tests.Malformed;

/// <summary>Damage as it happens to files: cut, bytes changed, doubled, lost, filled with zeros.</summary>
internal static class Damage
{
    private static readonly byte[] Telling = [.. "0123456789,;'\"\t\n\r({[]})-+.eEnNaA?\0"u8, 0xFF, 0xC3, 0x1B];

    /// <summary>A damaged copy.</summary>
    internal static byte[] Of(byte[] content, Random random)
    {
        var bytes = content.ToList();
        for (var k = random.Next(1, 4); k > 0 && bytes.Count > 1; k--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(7))
            {
                case 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 20), bytes.Count - at)));
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 8), bytes.Count - at));
                    break;
                case 4:
                    Enumerable.Range(at, Math.Min(random.Next(1, 16), bytes.Count - at)).ToList().ForEach(i => bytes[i] = 0);
                    break;
                default:
                    bytes[at] = Telling[random.Next(Telling.Length)];
                    break;
            }
        }

        return [.. bytes];
    }
}
