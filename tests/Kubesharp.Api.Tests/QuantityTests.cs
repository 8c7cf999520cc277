using System.Numerics;
using System.Text;

namespace Kubesharp.Api.Tests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("0Gi", "0")]
    [InlineData("1", "1")]
    [InlineData("1000m", "1")]
    [InlineData("0.5", "500m")]
    [InlineData(".5", "500m")]
    [InlineData("1.5", "1500m")]
    [InlineData("-1.5", "-1500m")]
    [InlineData("0.001", "1m")]
    [InlineData("100m", "100m")]
    [InlineData("500", "500")]
    [InlineData("1000", "1k")]
    [InlineData("1500", "1500")]
    [InlineData("1000000", "1M")]
    [InlineData("1E", "1E")]
    [InlineData("100000000000000000000", "100E")]
    [InlineData("18446744073709551616", "18446744073709551616")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("1000E", "1e21")]
    [InlineData("1Ki", "1Ki")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("3072Mi", "3Gi")]
    [InlineData("1000Mi", "1000Mi")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("2.5Ti", "2560Gi")]
    [InlineData("0.5Mi", "512Ki")]
    [InlineData("0.5Ki", "512")]
    [InlineData("1023", "1023")]
    [InlineData("-1Ki", "-1Ki")]
    [InlineData("1.1Ki", "1126400m")]
    [InlineData("8Ei", "9223372036854775807")]
    [InlineData("-8Ei", "-9223372036854775807")]
    [InlineData("1e3", "1e3")]
    [InlineData("12e4", "120e3")]
    [InlineData("1e-10", "1e-9")]
    [InlineData("0.1n", "1n")]
    [InlineData("1.0000000001", "1000000001n")]
    [InlineData("1073741824", "1073741824")]
    public void Parse_Text_IsWrittenInCanonicalForm(string text, string canonical)
    {
        Assert.Equal(canonical, Quantity.Parse(text).ToString());
        Assert.Equal(canonical, Quantity.Parse(Encoding.UTF8.GetBytes(text)).ToString());
    }

    [Theory]
    [InlineData("+5")]
    [InlineData("05")]
    [InlineData("1.250")]
    [InlineData("1E3")]
    [InlineData("1e0")]
    [InlineData("+1Gi")]
    public void Parse_TextThatLooksCanonical_IsKeptUntilChanged(string text)
    {
        var quantity = Quantity.Parse(text);
        Assert.Equal(text, quantity.ToString());
        Assert.NotEqual(text, (quantity + Quantity.Zero).ToString());
        Assert.Equal(quantity, quantity + Quantity.Zero);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.1.M")]
    [InlineData("1+1.0M")]
    [InlineData("aoeu")]
    [InlineData("1 ")]
    [InlineData(" 1")]
    [InlineData("1é")]
    [InlineData("ten")]
    [InlineData("1KI")]
    public void Parse_Malformed_NamesThePattern(string text)
    {
        var error = Assert.Throws<FormatException>(() => Quantity.Parse(text));
        Assert.Equal("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'", error.Message);
    }

    [Theory]
    [InlineData("1i")]
    [InlineData("0.1mi")]
    [InlineData("-3.01i")]
    [InlineData("-3.01e-")]
    [InlineData("1iK")]
    [InlineData("1e99999999999")]
    public void Parse_UnknownSuffix_SaysSo(string text)
    {
        Assert.False(Quantity.TryParse(text, out Quantity _, out var error));
        Assert.Equal("unable to parse quantity's suffix", error);
    }

    [Theory]
    [InlineData("1Ki", "1024")]
    [InlineData("1", "1000m")]
    [InlineData("1e3", "1k")]
    [InlineData("1Gi", "1073741824000m")]
    [InlineData("0", "0Gi")]
    [InlineData("18446744073709551616", "18446744073709551616000m")]
    public void Equals_SameAmountInAnotherFormat_IsEqualAndHashesAlike(string left, string right)
    {
        var (a, b) = (Quantity.Parse(left), Quantity.Parse(right));
        Assert.Equal(a, b);
        Assert.True(a == b);
        Assert.Equal(0, a.CompareTo(b));
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
    }

    [Theory]
    [InlineData("1", "2", -1)]
    [InlineData("-1", "1m", -1)]
    [InlineData("1Gi", "1G", 1)]
    [InlineData("-1Gi", "-1G", -1)]
    [InlineData("1e30", "9223372036854775807", 1)]
    [InlineData("-1e30", "-9223372036854775807", -1)]
    [InlineData("18446744073709551617", "18446744073709551616", 1)]
    [InlineData("0", "-1n", 1)]
    public void CompareTo_DifferentScales_ComparesAmounts(string left, string right, int order)
    {
        Assert.Equal(order, Quantity.Parse(left).CompareTo(Quantity.Parse(right)));
        Assert.Equal(-order, Quantity.Parse(right).CompareTo(Quantity.Parse(left)));
    }

    [Theory]
    [InlineData("1500m", 2, 1500)]
    [InlineData("-1500m", -2, -1500)]
    [InlineData("1n", 1, 1)]
    [InlineData("100u", 1, 1)]
    [InlineData("2k", 2000, 2_000_000)]
    [InlineData("1Ki", 1024, 1_024_000)]
    [InlineData("100E", long.MaxValue, long.MaxValue)]
    [InlineData("-100E", long.MinValue, long.MinValue)]
    public void Value_Fraction_RoundsAwayFromZeroAndSaturates(string text, long value, long milli)
    {
        var quantity = Quantity.Parse(text);
        Assert.Equal(value, quantity.Value);
        Assert.Equal(milli, quantity.MilliValue);
    }

    [Fact]
    public void Default_IsZero()
    {
        Assert.True(default(Quantity).IsZero);
        Assert.Equal("0", default(Quantity).ToString());
        Assert.Equal(Quantity.Parse("0"), default);
        Assert.Equal(0, default(Quantity).Sign);
    }

    [Theory]
    [InlineData("1", "500m", "1500m")]
    [InlineData("1Gi", "1G", "2073741824")]
    [InlineData("512Mi", "512Mi", "1Gi")]
    [InlineData("0", "1Gi", "1Gi")]
    [InlineData("8Ei", "8Ei", "18446744073709551614")]
    [InlineData("9223372036854775807", "1", "9223372036854775808")]
    [InlineData("1n", "1E", "1000000000000000000000000001n")]
    public void Add_KeepsTheFormatOfTheLeftSide(string left, string right, string sum)
    {
        var (a, b) = (Quantity.Parse(left), Quantity.Parse(right));
        Assert.Equal(sum, (a + b).ToString());
        Assert.Equal(a, a + b - b);
    }

    [Fact]
    public void Factories_GiveTheAmount()
    {
        Assert.Equal("250m", Quantity.FromMilli(250).ToString());
        Assert.Equal("2Gi", Quantity.FromValue(2L << 30, QuantityFormat.BinarySI).ToString());
        Assert.Equal("5M", Quantity.FromScaled(5, 6).ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantity.FromScaled(1, -10));
        Assert.Equal("1Ki", Quantity.FromValue(1024).WithFormat(QuantityFormat.BinarySI).ToString());
        Assert.Equal("-3", (-Quantity.FromValue(3)).ToString());
        Assert.Equal(Quantity.FromValue(7), Quantity.Max(Quantity.FromValue(7), Quantity.FromMilli(6999)));
        Assert.Equal("6", (Quantity.FromMilli(1500) * 4).ToString());
    }

    [Theory]
    [InlineData("1n", -3, "1m")]
    [InlineData("1500u", -3, "2m")]
    [InlineData("100m", -3, "100m")]
    [InlineData("1001m", 0, "2")]
    public void RoundUp_ToScale_NeverLosesTheAmount(string text, int scale, string expected) =>
        Assert.Equal(expected, Quantity.Parse(text).RoundUp(scale).ToString());

    [Fact]
    public void TryFormat_BufferTooSmall_WritesNothing()
    {
        Span<byte> small = stackalloc byte[3];
        Assert.False(Quantity.Parse("1500m").TryFormat(small, out var written));
        Assert.Equal(0, written);
        Span<byte> enough = stackalloc byte[5];
        Assert.True(Quantity.Parse("1500m").TryFormat(enough, out written));
        Assert.Equal("1500m", Encoding.ASCII.GetString(enough[..written]));
    }

    [Fact]
    public void ParseAddCompareFormat_OrdinaryAmounts_AllocateNothing()
    {
        Work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Work();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        static void Work()
        {
            Span<byte> buffer = stackalloc byte[32];
            _ = Quantity.TryParse("250m"u8, out var cpu);
            _ = Quantity.TryParse("2Gi", out var memory);
            var sum = cpu + cpu * 3 - memory;
            _ = sum < memory || sum.Equals(cpu);
            _ = memory.TryFormat(buffer, out _);
            _ = memory.Value + cpu.MilliValue + sum.GetHashCode();
        }
    }

    [Fact]
    public void RandomAmounts_RoundTripAndAgreeWithExactArithmetic()
    {
        var random = new Random(20361);
        string[] suffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "e3", "e-6", "e9"];
        for (var i = 0; i < 5000; i++)
        {
            var a = Next();
            var b = Next();
            Assert.Equal(a, Quantity.Parse(a.ToString()));
            Assert.Equal(a.ToString(), Quantity.Parse(a.ToString()).ToString());
            Assert.Equal(Nano(a) + Nano(b), Nano(a + b));
            Assert.Equal(Nano(a) - Nano(b), Nano(a - b));
            Assert.Equal(Nano(a).CompareTo(Nano(b)), Math.Sign(a.CompareTo(b)));
            Assert.Equal(Nano(a) * 3, Nano(a * 3));
        }

        Quantity Next()
        {
            var digits = random.Next(1, 14);
            var number = random.NextInt64((long)Math.Pow(10, digits));
            var point = random.Next(3) == 0 ? $".{random.Next(1000)}" : "";
            return Quantity.Parse($"{(random.Next(4) == 0 ? "-" : "")}{number}{point}{suffixes[random.Next(suffixes.Length)]}");
        }

        static BigInteger Nano(Quantity quantity)
        {
            // The decimal text of the amount in nano units, read independently of the arithmetic under test.
            var text = quantity.WithFormat(QuantityFormat.DecimalExponent).ToString();
            var e = text.IndexOf('e');
            var exponent = e < 0 ? 0 : int.Parse(text[(e + 1)..]);
            return BigInteger.Parse(e < 0 ? text : text[..e]) * BigInteger.Pow(10, exponent + 9);
        }
    }
}
