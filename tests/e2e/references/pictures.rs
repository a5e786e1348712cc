//! Pictures as PNG, and how far two of them are apart.
//! It never scales: a picture of another size is another picture.

use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Filter, Transformations};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;

/// A channel may be off by so much of 255 before its pixel counts as another: processors round differently, and what is
/// kept has fewer colours than what was taken.
const ROUNDING: u8 = 8;
/// So many pixels of a million may count as another: less than one letter has.
const PER_MILLION: usize = 20;

type Pixel = [u8; 3];

#[derive(Clone, PartialEq, Eq)]
pub(super) struct Picture {
    width: u32,
    height: u32,
    pixels: Vec<Pixel>,
}

impl Picture {
    pub(super) fn read(path: &Path) -> Option<Self> {
        let mut decoder = Decoder::new(BufReader::new(File::open(path).ok()?));
        decoder.set_transformations(Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().ok()?;
        let mut bytes = vec![0; reader.output_buffer_size()?];
        let about = reader.next_frame(&mut bytes).ok()?;
        let pixels = bytes.chunks_exact(about.color_type.samples()).filter_map(|pixel| Some(*pixel.first_chunk()?)).collect();
        Some(Self { width: about.width, height: about.height, pixels })
    }

    /// Writes it small: rare colours become the nearest of those that are not, as little off as 256 colours allow.
    pub(super) fn write(&self, path: &Path) {
        let mut count: BTreeMap<Pixel, usize> = BTreeMap::new();
        self.pixels.iter().for_each(|pixel| *count.entry(*pixel).or_default() += 1);
        let mut colours: Vec<Pixel> = count.keys().copied().collect();
        colours.sort_by_key(|colour| std::cmp::Reverse(count.get(colour)));
        let palette = (0..=u8::MAX).find_map(|off| palette(&colours, off)).unwrap();
        let numbers: BTreeMap<Pixel, u8> = colours.iter().filter_map(|colour| Some((*colour, nearest(&palette, *colour)?))).collect();
        let mut encoder = Encoder::new(BufWriter::new(File::create(path).unwrap()), self.width, self.height);
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_palette(palette.concat());
        encoder.set_compression(Compression::High);
        encoder.set_filter(Filter::NoFilter);
        let bytes: Vec<u8> = self.pixels.iter().filter_map(|pixel| numbers.get(pixel).copied()).collect();
        encoder.write_header().unwrap().write_image_data(&bytes).unwrap();
    }

    /// How far this is from how it should be: a sentence and a picture of where, or nothing.
    pub(super) fn against(&self, reference: &Self) -> Option<(String, Self)> {
        if (self.width, self.height) != (reference.width, reference.height) {
            return Some((format!("{}×{} instead of {}×{}", self.width, self.height, reference.width, reference.height), self.clone()));
        }
        let others: Vec<bool> = self.pixels.iter().zip(&reference.pixels).map(|(one, other)| distance(one, other) > ROUNDING).collect();
        let count = others.iter().filter(|other| **other).count();
        let where_they_are = || {
            let pale = |pixel: &Pixel| pixel.map(|channel| 192 + channel / 4);
            self.pixels.iter().zip(&others).map(|(pixel, other)| if *other { [200, 0, 80] } else { pale(pixel) }).collect()
        };
        (count * 1_000_000 > PER_MILLION * others.len()).then(|| (format!("{count} pixels are others"), Self { pixels: where_they_are(), ..self.clone() }))
    }
}

fn distance(one: &Pixel, other: &Pixel) -> u8 {
    one.iter().zip(other).map(|(one, other)| one.abs_diff(*other)).max().unwrap_or(0)
}

/// The most frequent colours such that every colour is at most that far from one of them, if 256 are enough.
fn palette(colours: &[Pixel], off: u8) -> Option<Vec<Pixel>> {
    let mut palette: Vec<Pixel> = Vec::new();
    for colour in colours {
        if !palette.iter().any(|one| distance(one, colour) <= off) {
            palette.push(*colour);
        }
        if palette.len() > 256 {
            return None;
        }
    }
    Some(palette)
}

fn nearest(palette: &[Pixel], colour: Pixel) -> Option<u8> {
    let (number, _) = palette.iter().enumerate().min_by_key(|(_, one)| distance(one, &colour))?;
    u8::try_from(number).ok()
}
