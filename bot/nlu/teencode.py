"""Shortenings as people type them, our own table (public word lists are for research only).

Only what has one meaning in a message to the administration is expanded; `dc` (được, địa chỉ), `đk`, `hs`, `nv`,
`bt`, `nc`, `tk`, `tg` and `dg` stay as they are, and the model learns them from their neighbours. So do
`hong`, `hem`, `nha` and `bai`, which without marks are far more often hỏng, hẻm, nhà and bãi.
"""

_CHAT = """
k=không ko=không hok=không hổng=không khum=không khg=không k0=không kô=không
đc=được đx=được dx=được vs=với mn=mọi_người mng=mọi_người ng=người ngta=người_ta ngt=người_ta nta=người_ta
j=gì z=vậy dz=vậy zậy=vậy r=rồi rùi=rồi roài=rồi oy=rồi bh=bao_giờ bjo=bao_giờ bnh=bao_nhiêu bnhiu=bao_nhiêu
nhiu=nhiêu nhìu=nhiều ntn=như_thế_nào trc=trước trk=trước đg=đang sd=sử_dụng cx=cũng cg=cũng ms=mới lm=làm
lun=luôn lém=lắm wá=quá qá=quá wa=quá bít=biết bik=biết hỉu=hiểu nge=nghe nhưg=nhưng nhg=nhưng
tks=cảm_ơn thks=cảm_ơn thanks=cảm_ơn thank=cảm_ơn tnx=cảm_ơn cám=cảm pp=tạm_biệt bb=tạm_biệt bye=tạm_biệt
okie=ok oke=ok okê=ok oki=ok okela=ok okla=ok uk=ừ uh=ừ uhm=ừ ukm=ừ ừm=ừ vl=vãi vcl=vãi vkl=vãi vll=vãi
dm=đm đmm=đm dmm=đm clm=đm
nghen=nhé nhá=nhé giề=gì zì=gì giời=trời chừ=giờ hổm=hôm nhẽ=lẽ
"""
_OFFICE = """
sđt=số_điện_thoại sdt=số_điện_thoại ubnd=ủy_ban hđnd=hội_đồng_nhân_dân cax=công_an_xã csgt=cảnh_sát_giao_thông
qđ=quyết_định gđ=gia_đình vđ=vấn_đề tthc=thủ_tục_hành_chính dvc=dịch_vụ_công dvctt=dịch_vụ_công_trực_tuyến
tthcc=hành_chính_công ttpvhcc=hành_chính_công hcc=hành_chính_công bhyt=bảo_hiểm_y_tế bhxh=bảo_hiểm_xã_hội
bhtn=bảo_hiểm_thất_nghiệp kcb=khám_chữa_bệnh gcn=giấy_chứng_nhận gcnqsdđ=sổ_đỏ gcnqsd=sổ_đỏ qsdđ=quyền_sử_dụng_đất
gpxd=giấy_phép_xây_dựng gpmb=giải_phóng_mặt_bằng tdp=tổ_dân_phố nvh=nhà_văn_hóa kcn=khu_công_nghiệp
ccn=cụm_công_nghiệp mttq=mặt_trận cccd=căn_cước cmnd=chứng_minh_nhân_dân cmt=chứng_minh_nhân_dân
tnmt=tài_nguyên_môi_trường gvcn=giáo_viên_chủ_nhiệm phhs=phụ_huynh bv=bệnh_viện bsi=bác_sĩ sỹ=sĩ
cty=công_ty đktt=đăng_ký đky=đăng_ký dky=đăng_ký đki=đăng_ký gks=giấy_khai_sinh
"""


def _table(*blocks: str) -> dict[str, str]:
    pairs = (pair.split("=") for block in blocks for pair in block.split())
    return {short: full.replace("_", " ") for short, full in pairs}


SHORT: dict[str, str] = _table(_CHAT, _OFFICE)

# Augmentation goes the other way; only everyday words, several shortenings each, ambiguous ones too.
SHORTENINGS: dict[str, tuple[str, ...]] = {
    "không": ("k", "ko", "hok", "kh", "kg", "khum"),
    "được": ("đc", "dc", "đk"),
    "với": ("vs",),
    "mọi người": ("mn", "mng"),
    "người": ("ng",),
    "người ta": ("ngta",),
    "nước": ("nc", "nc"),
    "gì": ("j", "gi"),
    "vậy": ("z", "v"),
    "rồi": ("r", "rùi"),
    "tôi": ("t", "tui"),
    "mình": ("m", "mk"),
    "em": ("e",),
    "anh": ("a",),
    "chị": ("c",),
    "bao giờ": ("bh", "bjo"),
    "bao nhiêu": ("bn", "bnhiu"),
    "như thế nào": ("ntn",),
    "thế nào": ("tn",),
    "trước": ("trc", "trk"),
    "đường": ("đg", "dg"),
    "đang": ("đg", "dg"),
    "sử dụng": ("sd",),
    "thời gian": ("tg",),
    "cũng": ("cx", "cg"),
    "mới": ("ms",),
    "làm": ("lm",),
    "luôn": ("lun",),
    "quá": ("wá", "qá"),
    "biết": ("bít", "bt", "biet"),
    "nhiều": ("nhìu", "nh"),
    "học sinh": ("hs",),
    "hồ sơ": ("hs",),
    "giáo viên": ("gv",),
    "phụ huynh": ("ph",),
    "bệnh viện": ("bv",),
    "công an": ("ca",),
    "công ty": ("cty",),
    "điện thoại": ("đt",),
    "đăng ký": ("đk", "đky"),
    "ủy ban": ("ub", "ubnd"),
    "chủ tịch": ("ct",),
    "thế": ("thê", "z"),
    "sổ đỏ": ("sđ", "sd"),
    "gia đình": ("gđ",),
    "tháng": ("th",),
    "ngày": ("ng",),
    "những": ("nhữg", "nhg"),
    "nhưng": ("nhg", "nhưg"),
    "cảm ơn": ("tks", "cám ơn"),
}
