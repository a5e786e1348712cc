//! Decides what the bell sounds like: a struck bell of a few partials, made here from nothing but sines.
//! It never plays anything.

/// Samples a second.
const RATE: u32 = 22_050;
/// How long it sounds, in samples: a second and a half.
const LENGTH: u32 = RATE * 3 / 2;
/// The note that is heard, in Hz.
const NOTE: f64 = 784.0;
/// The partials of a small bell, as they are tuned (hum, prime, tierce, quint, nominal, upper octave): relative to the prime, how loud, and
/// how many of a second each takes to fade to a third.
const PARTIALS: [(f64, f64, f64); 6] = [(0.5, 0.25, 0.6), (1.0, 1.0, 0.45), (1.2, 0.45, 0.35), (1.5, 0.3, 0.3), (2.0, 0.55, 0.25), (4.0, 0.2, 0.1)];

/// The bell as a WAV file: one channel, 16 bits, 22,050 samples a second. `volume` is in percent; above 100 it is as loud as at 100.
#[must_use]
pub fn bell(volume: u32) -> Vec<u8> {
    let loudest: f64 = PARTIALS.iter().map(|(_, loud, _)| loud).sum();
    // The ear hears in steps of equal ratio: half way up is a quarter of the force.
    let force = (f64::from(volume.min(100)) / 100.0).powi(2) * f64::from(i16::MAX) / loudest;
    let data = LENGTH * 2;
    let mut wav = Vec::with_capacity(44 + data as usize);
    wav.extend(b"RIFF");
    wav.extend((36 + data).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16_u32.to_le_bytes());
    wav.extend(1_u16.to_le_bytes());
    wav.extend(1_u16.to_le_bytes());
    wav.extend(RATE.to_le_bytes());
    wav.extend((RATE * 2).to_le_bytes());
    wav.extend(2_u16.to_le_bytes());
    wav.extend(16_u16.to_le_bytes());
    wav.extend(b"data");
    wav.extend(data.to_le_bytes());
    for sample in 0..LENGTH {
        let time = f64::from(sample) / f64::from(RATE);
        let sound: f64 = PARTIALS.iter().map(|(ratio, loud, fades)| loud * (-time / fades).exp() * (std::f64::consts::TAU * NOTE * ratio * time).sin()).sum();
        // Struck, not switched on; and gone, not cut off.
        let edges = (time / 0.004).min(1.0) * (f64::from(LENGTH - sample) / f64::from(RATE / 20)).min(1.0);
        #[expect(clippy::cast_possible_truncation, reason = "the sum of the partials is within the range of the samples")]
        let level = (sound * edges * force) as i16;
        wav.extend(level.to_le_bytes());
    }
    wav
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(volume: u32) -> Vec<i16> {
        let wav = bell(volume);
        wav[44..].chunks(2).map(|two| i16::from_le_bytes([two[0], two[1]])).collect()
    }

    fn loudest(levels: &[i16]) -> i32 {
        levels.iter().map(|level| i32::from(*level).abs()).max().unwrap()
    }

    #[test]
    fn it_is_a_wav_file_of_a_second_and_a_half() {
        let wav = bell(60);
        assert_eq!((&wav[..4], &wav[8..16], &wav[36..40]), (&b"RIFF"[..], &b"WAVEfmt "[..], &b"data"[..]));
        assert_eq!(u32::from_le_bytes(wav[4..8].try_into().unwrap()) as usize, wav.len() - 8);
        assert_eq!(u32::from_le_bytes(wav[40..44].try_into().unwrap()) as usize, wav.len() - 44);
        assert_eq!(wav.len() - 44, 22_050 * 3);
    }

    #[test]
    fn it_is_struck_fades_and_neither_clicks_nor_clips() {
        let levels = levels(100);
        let tenth = levels.len() / 10;
        let parts: Vec<i32> = levels.chunks(tenth).take(10).map(loudest).collect();
        assert!(parts.is_sorted_by(|earlier, later| earlier > later), "{parts:?}");
        assert!(parts[0] > 12_000 && parts[0] < i32::from(i16::MAX), "{parts:?}");
        assert!(i32::from(levels[0]).abs() < 50 && i32::from(*levels.last().unwrap()).abs() < 50);
    }

    #[test]
    fn the_note_is_the_strongest_of_what_sounds() {
        let levels = levels(100);
        // How much of a frequency is in it (Goertzel).
        let power = |hertz: f64| {
            let turn = std::f64::consts::TAU * hertz / f64::from(RATE);
            let (re, im) = levels.iter().enumerate().fold((0.0, 0.0), |(re, im), (at, level)| {
                let (angle, level) = (turn * at as f64, f64::from(*level));
                (re + level * angle.cos(), im + level * angle.sin())
            });
            re * re + im * im
        };
        for (ratio, ..) in PARTIALS.iter().filter(|(ratio, ..)| *ratio != 1.0) {
            assert!(power(NOTE) > 2.0 * power(NOTE * ratio), "{ratio}");
        }
        assert!(power(NOTE) > 100.0 * power(NOTE * 1.1));
    }

    #[test]
    fn it_is_as_loud_as_is_set() {
        assert_eq!(loudest(&levels(0)), 0);
        assert!((loudest(&levels(100)) - 4 * loudest(&levels(50))).abs() < 8);
    }
}
